// The guide: chapters of steps, each of which ticks itself.
import { byId, button, element, update } from "./dom.js";
import { titleOf } from "./sidebar.js";

let opened = null; // the name of the step that the visitor opened, "" if they closed all, null if none was chosen
let demo = null;

const first = (step, state) => state.people.find((each) => each.key === step.person).account.split(" ")[0];

function copyButton({ field, text }) {
  const copy = button("copy", "", async () => {
    await navigator.clipboard.writeText(text);
    copy.classList.add("copied");
    byId("told").textContent = `Copied: ${text}`;
    setTimeout(() => copy.classList.remove("copied"), 1500);
  });
  copy.append(element("small", "", field), element("code", "", text));
  return copy;
}

function pictureLink(address) {
  const link = Object.assign(element("a", "picture"), { href: address, download: "doors-open.png" });
  link.append(Object.assign(document.createElement("img"), { src: address, alt: "" }), element("span", "", "A picture to attach: save it"));
  return link;
}

function isElsewhere(step, state) {
  return step.person !== state.person || step.channel !== state.channel;
}

function goButton(step, state) {
  const place = step.channel.startsWith("@") ? `${first(step, state)}: read the messages` : `${first(step, state)} in ${titleOf(state, step.channel)}`;
  return button("go", `Be ${place}`, () => demo.show(step.person, step.channel, step.networks));
}

function actButton(step) {
  const act = button("go", step.button, async () => {
    act.disabled = true;
    await demo.change("/api/act", { step: step.name });
  });
  return act;
}

// What there is to press for a step, outside Discord.
function buttons(step, state) {
  const row = element("div", "row");
  if (isElsewhere(step, state)) row.append(goButton(step, state));
  if (step.button && !step.done && (!isElsewhere(step, state) || step.channel.startsWith("@"))) row.append(actButton(step));
  return row;
}

function stepBody(step, state) {
  const body = element("div", "step-body", element("p", "", step.text));
  if (step.copy.length) body.append(element("div", "fields", ...step.copy.map(copyButton)));
  if (step.picture) body.append(pictureLink(step.picture));
  body.append(buttons(step, state));
  const more = Object.assign(element("a", "more", `More: docs/${step.document.split("#")[0]}`), { href: `/docs/${step.document}`, target: "_blank" });
  const foot = element("div", "row foot", more);
  if (!step.done && !step.skipped) {
    const skip = button("skip", "Skip", () => {
      opened = null;
      demo.change("/api/skip", { step: step.name });
    });
    skip.setAttribute("aria-label", `Skip: ${step.title}`);
    foot.append(skip);
  }
  body.append(foot);
  return body;
}

function stepItem(step, number, state, current) {
  const open = step.name === (opened ?? current);
  const item = element("li", ["step", step.done && "done", step.skipped && "skipped", open && "open"].filter(Boolean).join(" "));
  const tick = element("span", "tick", step.done ? "✓" : `${number + 1}`);
  tick.setAttribute("aria-hidden", "true");
  const said = step.done ? ", done" : step.skipped ? ", skipped" : "";
  const head = button("step-head", "", () => {
    opened = open ? "" : step.name;
    demo.renderAgain();
  });
  head.dataset.focus = `step ${step.name}`;
  head.setAttribute("aria-expanded", open);
  head.append(tick, element("span", "", step.title, element("span", "only-heard", said)));
  item.append(head);
  if (open) item.append(stepBody(step, state));
  return item;
}

const currentOf = (state) => state.steps.find((step) => !step.done && !step.skipped)?.name ?? "";

function renderSteps(state) {
  const current = currentOf(state);
  const chapters = Map.groupBy(state.steps.map((step, number) => ({ step, number })), ({ step }) => step.chapter);
  const parts = [...chapters].map(([chapter, steps]) => {
    const list = element("ol", "", ...steps.map(({ step, number }) => stepItem(step, number, state, current)));
    return element("section", "", element("h3", "", chapter), list);
  });
  byId("steps").replaceChildren(...parts);
  const item = byId("steps").querySelector(".step.open");
  if (item?.offsetParent) item.scrollIntoView({ block: "nearest" });
}

// What a phone shows of the guide while it is closed: the step that is next, and what to copy for it.
function renderSheet(state) {
  const step = state.steps.find(({ name }) => name === (opened || currentOf(state)));
  const done = state.steps.filter((each) => each.done).length;
  byId("sheet-title").replaceChildren(element("small", "", `Guide, ${done} of ${state.steps.length} done`), step ? step.title : "All done");
  byId("sheet-now").replaceChildren(...(step ? [buttons(step, state), ...step.copy.map(copyButton)] : []));
}

export function renderGuide(theDemo, before) {
  demo = theDemo;
  const { state } = demo;
  const finished = state.steps.filter((step, number) => step.done && before && state !== before && !before.steps[number].done);
  if (finished.some(({ name }) => ["", name].includes(opened))) opened = null;
  if (finished.length) byId("told").textContent = `Done: ${finished.map(({ title }) => title).join(", ")}.`;
  const shown = [state.steps, state.person, state.channel, opened];
  update("steps", shown, () => renderSteps(state));
  update("sheet", shown, () => renderSheet(state));
}
