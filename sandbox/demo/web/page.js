// The page asks for the state of the demo again and again and shows it; all knowledge is on the server.
import { renderClock, renderNews } from "./clock.js";
import { ask, byId, update } from "./dom.js";
import { renderGuide } from "./guide.js";
import { markNetworks, networks, renderNetworks, showNetworks } from "./networks.js";
import { closeDrawer, closeSheet, initSheet } from "./sheet.js";
import { markUnread, renderChannels, renderPeople, renderYou } from "./sidebar.js";

const POLL_MILLISECONDS = 600;
const LONGEST_LOADING_MILLISECONDS = 10000; // a page that does not tell that it is ready may be broken, and is shown
const ENDED = "The demo has ended. Start it again with “make demo” and reload this page.";
const WAITING = "The world begins anew, since time does not run backwards. A few seconds …";

let changes = 0;
let latest = null;

// What the parts of the page can do.
const demo = {
  get state() {
    return latest;
  },
  async change(path, body) {
    changes += 1;
    const state = await ask(path, body);
    changes += 1;
    render(state);
  },
  async show(person, channel, onNetworks = null) {
    // What is typed into a page that is about to go would be lost.
    byId("frame").classList.add("loading");
    closeDrawer();
    closeSheet();
    if (onNetworks !== null && !matchMedia("(max-width: 720px)").matches) networks.shown = onNetworks;
    try {
      await demo.change("/api/show", { person, channel });
    } catch (error) {
      byId("frame").classList.remove("loading");
      throw error;
    }
  },
  renderAgain: () => render(latest),
};

function renderFrame(address) {
  const frame = new URL(address);
  // A new fragment alone would not load the new preview.
  frame.searchParams.set("view", Date.now());
  byId("frame").classList.add("loading");
  byId("frame").src = frame;
  setTimeout(() => byId("frame").classList.remove("loading"), LONGEST_LOADING_MILLISECONDS);
}

function reveal({ source, data }) {
  const frame = byId("frame");
  if (source === frame.contentWindow && data.ready === new URL(frame.src).search) frame.classList.remove("loading");
}

function overlay(text) {
  if (byId("overlay").textContent !== text) byId("overlay").textContent = text;
  byId("overlay").hidden = !text;
}

function render(state) {
  overlay(state.waiting ? WAITING : "");
  if (state.waiting) return;
  if (state !== latest) markUnread(state);
  const before = latest;
  latest = state;
  markNetworks(state);
  const you = state.people.find((person) => person.key === state.person);
  document.title = state.server;
  update("server", state.server, () => (byId("server").textContent = state.server));
  update("frame", state.frame, renderFrame);
  update("channels", [state.groups, state.channel, state.events], () => renderChannels(demo));
  update("networks", [state.networks, networks], () => renderNetworks(demo));
  update("you", you, () => renderYou(state, you));
  update("people", [state.people, state.person], () => renderPeople(demo));
  update("clock", state.clock, () => renderClock(demo));
  update("news", state.news, () => renderNews(demo));
  renderGuide(demo, before);
}

async function follow() {
  try {
    const before = changes;
    const state = await ask("/api/state");
    // An answer from before a change would take the visitor back to where they were.
    if (before === changes) render(state);
  } catch {
    overlay(ENDED);
  }
  setTimeout(follow, POLL_MILLISECONDS);
}

window.addEventListener("message", reveal);
byId("networks-toggle").addEventListener("click", () => showNetworks(demo, !networks.shown));
initSheet();
follow();
