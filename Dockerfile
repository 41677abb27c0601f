# Built with all tools, run with none of them, as nobody in particular.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
# Two arenas keep the memory of image work flat at the same speed; glibc would open one per thread and never give back.
ENV NODE_ENV=production SOHOA_HOME=/var/lib/sohoa MALLOC_ARENA_MAX=2
RUN useradd --system --uid 10001 --home-dir /var/lib/sohoa --create-home sohoa
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/package.json package.json
COPY --from=build /app/dist dist
# Read at run time from the package's folder: sentences, profiles, what browsers get, and the recognizers.
COPY --from=build /app/cli/messages cli/messages
COPY --from=build /app/config config
COPY --from=build /app/web/pages web/pages
COPY --from=build /app/models models
USER sohoa
VOLUME /var/lib/sohoa
EXPOSE 4747
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["--help"]
