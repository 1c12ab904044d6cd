// What all parts of the page need to build what they show.
export const byId = (id) => document.getElementById(id);

export function element(tag, className, ...content) {
  const made = Object.assign(document.createElement(tag), { className });
  made.append(...content);
  return made;
}

export function button(className, text, onClick) {
  const made = element("button", className, text);
  made.addEventListener("click", onClick);
  return made;
}

const shown = {};

// Rebuilds a part of the page only when what it shows has changed. Whoever had the focus in it has it again.
export function update(part, value, build) {
  const fingerprint = JSON.stringify(value);
  if (shown[part] === fingerprint) return;
  shown[part] = fingerprint;
  const focused = document.activeElement?.dataset.focus;
  build(value);
  if (focused && document.activeElement === document.body) {
    document.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

export async function ask(path, body) {
  const request = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, request);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}
