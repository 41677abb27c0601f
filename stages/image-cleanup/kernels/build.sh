#!/bin/sh
# Build the kernels and write them into kernel-bytes.ts. Needs clang and lld; `build.sh FILE` writes elsewhere.
# The product does not need this: kernel-bytes.ts is kept beside the source, and a test builds again and compares.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/kernel-bytes.ts}
built=$(mktemp)
trap 'rm -f "$built"' EXIT
# no contraction, no fast mathematics: every product is rounded as the plain twin rounds it
clang --target=wasm32 -std=c11 -O3 -ffp-contract=off -msimd128 -mbulk-memory -mnontrapping-fptoint -nostdlib -Wall -Werror \
  -Wl,--no-entry -Wl,--export=adaptive_threshold -Wl,--export=finish_row -Wl,--export=mix_row -Wl,--export=__heap_base -Wl,--strip-all -Wl,-z,stack-size=4096 \
  -o "$built" "$here/adaptive-threshold.c" "$here/finish-row.c" "$here/mix-row.c"
{
  echo "/** The WebAssembly built from the C sources in this folder by build.sh, in base64. Not written by hand. */"
  echo "export const KERNEL_BASE64 ="
  echo "  \"$(base64 "$built" | tr -d '\n')\";"
} > "$target"
