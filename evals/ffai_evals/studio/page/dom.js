// Everything that comes from the project is put on the page as text, never as markup.
export const $ = (id) => document.getElementById(id);
export const make = (tag, text, className) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
};
export const svg = (tag, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
export const put = (id, children) => $(id).replaceChildren(...children);
export const path = (...parts) => parts.map(encodeURIComponent).join("/");
export async function get(where, query = {}) {
  const answer = await fetch(`${where}?${new URLSearchParams(query)}`);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}
export async function post(where, body) {
  const answer = await fetch(where, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}
let fading;
export function tell(text) {
  $("state").textContent = text;
  $("state").classList.add("seen");
  clearTimeout(fading);
  fading = setTimeout(() => $("state").classList.remove("seen"), 2500);
}
