import { expect, test } from "vitest";
import { finishRowPlain } from "../../../stages/image-cleanup/finish-row-plain.ts";
import { finishRowKernel } from "../../../stages/image-cleanup/kernels/finish-row-kernel.ts";
import { seeded } from "../../fixtures/drawn-page.ts";

test.each([1, 3, 16, 17, 250, 1031])("rows of %s pixels come out of the kernel as out of plain TypeScript", (width) => {
  const random = seeded(width);
  const whole = (least: number, most: number) => Math.floor(least + random() * (most - least));
  const cell = whole(4, 17);
  const cells = Math.ceil(width / cell);
  const curve = Uint8Array.from({ length: 4096 }, () => whole(0, 256));
  const kernel = finishRowKernel(width, cell, curve);
  expect(kernel).not.toBeNull();
  for (let run = 0; run < 20; run++) {
    const row = Int32Array.from({ length: width }, () => whole(0, 2 ** 32) | 0);
    const steps = (least: number, most: number) =>
      Int32Array.from({ length: 2 * cells }, (_, i) => (i % 2 === 0 ? whole(least, most) : whole(-300, 300)));
    const light = { gains: steps(49_152, 98_304), shares: steps(6_000, 299_000) };
    const fast = { clean: new Uint8Array(3 * width), text: new Uint8Array(width) };
    const plain = { clean: new Uint8Array(3 * width), text: new Uint8Array(width) };
    kernel!.row.set(row);
    kernel!.finish(light, fast);
    finishRowPlain(row, cell, light, curve, plain);
    expect(fast).toEqual(plain);
  }
});
