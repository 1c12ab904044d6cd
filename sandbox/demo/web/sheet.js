// On a phone the guide is a sheet at the bottom that opens, and the channels are a drawer.
import { byId } from "./dom.js";

const phone = matchMedia("(max-width: 720px)");

function set(toggle, part, isOpen) {
  toggle.setAttribute("aria-expanded", isOpen);
  part.classList.toggle("open", isOpen);
}

function setSheet(isOpen) {
  set(byId("sheet-toggle"), byId("guide"), isOpen);
  byId("sheet-body").inert = phone.matches && !isOpen;
  if (isOpen) byId("steps").querySelector(".step.open")?.scrollIntoView({ block: "center" });
}

function setDrawer(isOpen) {
  set(byId("channels-toggle"), byId("sidebar"), isOpen);
  byId("sidebar").inert = phone.matches && !isOpen;
}

export const closeSheet = () => setSheet(false);
export const closeDrawer = () => setDrawer(false);

export function initSheet() {
  const toggle = (id, set) => byId(id).addEventListener("click", ({ currentTarget }) => set(currentTarget.getAttribute("aria-expanded") !== "true"));
  toggle("sheet-toggle", setSheet);
  toggle("channels-toggle", setDrawer);
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    if (byId("sidebar").classList.contains("open")) byId("channels-toggle").focus();
    else if (byId("guide").classList.contains("open")) byId("sheet-toggle").focus();
    closeSheet();
    closeDrawer();
  });
  phone.addEventListener("change", () => [closeSheet(), closeDrawer()]);
  closeSheet();
  closeDrawer();
}
