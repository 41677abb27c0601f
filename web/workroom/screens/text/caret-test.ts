/** Whether this browser keeps the caret of a vertical field where it should be; where it does not, columns are written level. */

let result: boolean | undefined;

/** True when a vertical field takes text and selections rightly, characters beyond the basic plane included. Asked once. */
export function canWriteVertically(): boolean {
  result ??= test();
  return result;
}

function test(): boolean {
  if (!CSS.supports("writing-mode", "vertical-rl")) return false;
  const field = document.createElement("textarea");
  field.className = "caret-test";
  field.value = "𤾓年𡎝";
  document.body.append(field);
  try {
    // A vertical field is higher than a level one of the same content is wide: some engines ignore the mode for fields.
    if (getComputedStyle(field).writingMode !== "vertical-rl") return false;
    field.focus();
    field.setSelectionRange(2, 2);
    const isPlaced = field.selectionStart === 2;
    field.setRangeText("𢆥", 2, 3, "end");
    return isPlaced && field.value === "𤾓𢆥𡎝" && field.selectionStart === 4;
  } finally {
    field.remove();
  }
}
