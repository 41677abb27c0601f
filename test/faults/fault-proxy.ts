/** A TCP proxy that does to a connection what networks do: delay it, cut it, let it hang, change a bit. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** What happens when so many bytes have gone in one direction since the fault was set. */
export interface Fault {
  /** Towards the server, or back to the client. */
  readonly direction: "up" | "down";
  readonly afterBytes: number;
  /** `reset`: connection reset by peer; `end`: closed as if all was said; `stall`: nothing moves any more; `flip`: one bit. */
  readonly what: "reset" | "end" | "stall" | "flip";
  /** How many times; counting begins anew each time. */
  readonly times: number;
}

/** Forwards to one address; harmless until a fault is set. */
export class FaultProxy {
  delayMs = 0;
  /** How often the fault has happened: a test whose fault never happened proves nothing. */
  happened = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #fault: Fault | undefined;
  #left = 0;
  #moved = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(target: URL): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(server);
    server.on("connection", (client) => proxy.#join(client, connect(Number(target.port), target.hostname)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  set(fault: Fault | undefined): void {
    this.#fault = fault;
    this.#left = fault?.times ?? 0;
    this.#moved = 0;
    this.happened = 0;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket, server: Socket): void {
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    this.#forward("up", client, server);
    this.#forward("down", server, client);
  }

  #forward(direction: "up" | "down", from: Socket, to: Socket): void {
    from.on("data", async (chunk: Buffer) => {
      from.pause();
      if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
      const verdict = this.#strike(direction, chunk);
      if (verdict === "reset") return [from, to].forEach((socket) => void socket.resetAndDestroy());
      if (verdict === "end") return [from, to].forEach((socket) => void socket.destroySoon());
      if (verdict === "stall") return;
      if (!to.destroyed && !to.write(chunk)) await new Promise((resolve) => to.once("drain", resolve).once("close", resolve));
      from.resume();
    });
  }

  #strike(direction: "up" | "down", chunk: Buffer): Fault["what"] | undefined {
    const fault = this.#fault;
    if (!fault || this.#left === 0 || fault.direction !== direction) return undefined;
    const at = fault.afterBytes - this.#moved;
    this.#moved += chunk.length;
    if (at >= chunk.length) return undefined;
    this.#left -= 1;
    this.#moved = 0;
    this.happened += 1;
    if (fault.what === "flip") chunk.writeUInt8(chunk.readUInt8(at) ^ 1, at);
    return fault.what;
  }
}
