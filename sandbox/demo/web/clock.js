// The clock that visitors move, and what the bot has written as time passed.
import { byId, button, element } from "./dom.js";
import { closeSheet } from "./sheet.js";

const SPEED_NAMES = { 1: "as in life", 60: "1 h a minute", 300: "5 h a minute" };
let newest = -1;
let demo = null;

async function move(body) {
  closeSheet();
  await demo.change("/api/clock", body);
}

function renderSpeeds({ speed, speeds }) {
  const choices = speeds.map((each) => {
    const choose = button("", SPEED_NAMES[each] ?? `${each} ×`, () => demo.change("/api/clock", { speed: each }));
    choose.dataset.focus = `speed ${each}`;
    choose.setAttribute("aria-pressed", each === speed);
    return choose;
  });
  byId("speeds").replaceChildren(...choices);
}

export function renderClock(theDemo) {
  const first = demo === null;
  demo = theDemo;
  const { clock } = demo.state;
  byId("clock").textContent = byId("bar-time").textContent = clock.time;
  byId("clock").dateTime = clock.value;
  byId("day").textContent = clock.day;
  byId("clock-value").max = clock.latest;
  if (document.activeElement !== byId("clock-value")) byId("clock-value").value = clock.value;
  renderSpeeds(clock);
  if (!first) return;
  byId("clock-now").addEventListener("click", () => move({ to: "now" }));
  byId("clock-morning").addEventListener("click", () => move({ to: "morning" }));
  byId("clock-form").addEventListener("submit", (event) => {
    event.preventDefault();
    move({ to: byId("clock-value").value });
  });
}

function newsItem(news) {
  const open = button("", "", () => demo.show(demo.state.person, news.channel));
  open.append(element("time", "", news.time), element("strong", "", `#${news.channel}`), element("span", "", news.text));
  open.dataset.focus = `news ${news.number}`;
  return element("li", news.number > newest ? "arriving" : "", open);
}

export function renderNews({ state: { news } }) {
  byId("news").replaceChildren(...(news.length ? news.map(newsItem) : [element("li", "none", "Nothing yet.")]));
  newest = Math.max(newest, ...news.map(({ number }) => number));
}
