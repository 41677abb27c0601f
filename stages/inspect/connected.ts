/**
 * Go on from places to all that hang together with them, side by side or one above the other.
 * @param seen one byte a pixel: 1 where not to go, and in the end at all places, too
 * @param places begins with the `starts` places to start from; as long as `seen`, so that there is room for all
 * @returns how many places there are in the end
 */
export function reachFrom(seen: Uint8Array, width: number, places: Int32Array, starts: number): number {
  for (let i = 0; i < starts; i++) seen[places[i] as number] = 1;
  let count = starts;
  for (let next = 0; next < count; next++) {
    const at = places[next] as number;
    const x = at % width;
    if (x > 0) count = withPlace(seen, places, count, at - 1);
    if (x < width - 1) count = withPlace(seen, places, count, at + 1);
    count = withPlace(seen, places, count, at - width);
    count = withPlace(seen, places, count, at + width);
  }
  return count;
}

function withPlace(seen: Uint8Array, places: Int32Array, count: number, at: number): number {
  // above the first and below the last row there is nothing, not even a 0
  if (seen[at] !== 0) return count;
  seen[at] = 1;
  places[count] = at;
  return count + 1;
}
