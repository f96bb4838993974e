"use strict";
// Copy buttons, and folds that open for printing. Works from a file, without a network.
const fallback = (pre) => {
  const range = document.createRange();
  range.selectNodeContents(pre);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand("copy");
};
for (const box of document.querySelectorAll(".copy")) {
  const pre = box.querySelector("pre");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    let done = false;
    try {
      await navigator.clipboard.writeText(pre.textContent);
      done = true;
    } catch {
      done = fallback(pre);
    }
    button.textContent = done ? "Copied" : "Select it: Ctrl+C";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  box.append(button);
}
const open = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const fold = id && document.getElementById(id)?.closest("details");
  if (fold) fold.open = true;
};
addEventListener("hashchange", open);
open();
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const fold of closed) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of closed) fold.open = false;
});
