// What people read on the networks, side by side below Discord; on a phone, over it.
import { byId, button, element } from "./dom.js";

export const networks = { shown: false, fresh: false };
const seen = {}; // how many posts of each network the visitor has had before their eyes

export function markNetworks(state) {
  if (networks.shown) for (const { name, posts } of state.networks) seen[name] = posts;
  networks.fresh = state.networks.some(({ name, posts }) => posts > (seen[name] ?? 0));
}

export function showNetworks(demo, areShown) {
  networks.shown = areShown;
  demo.renderAgain();
  if (areShown) byId("networks").querySelector("button")?.focus({ preventScroll: true });
}

function panel(demo, network, isLast) {
  const made = element("section", `network ${network.name}`);
  made.setAttribute("aria-label", network.title);
  const header = element("header", "", element("strong", "", network.title), element("span", "", network.account));
  if (isLast) {
    const close = button("", "✕", () => {
      showNetworks(demo, false);
      byId("networks-toggle").focus();
    });
    close.setAttribute("aria-label", "Close networks");
    header.append(close);
  }
  const frame = Object.assign(element("iframe", ""), { id: `${network.name}-frame`, title: network.title, src: network.url });
  made.append(header, frame);
  return made;
}

export function renderNetworks(demo) {
  const { state } = demo;
  const toggle = button("channel to-networks", "Networks", () => showNetworks(demo, !networks.shown));
  toggle.classList.toggle("unread", networks.fresh);
  toggle.title = state.networks.map(({ title }) => title).join(", ");
  toggle.dataset.focus = "networks";
  toggle.setAttribute("aria-pressed", networks.shown);
  byId("elsewhere").replaceChildren(toggle);
  byId("networks-toggle").setAttribute("aria-pressed", networks.shown);
  byId("networks-toggle").classList.toggle("unread", networks.fresh);
  byId("networks").hidden = !networks.shown;
  const addresses = state.networks.map(({ url }) => url).join(" ");
  // Another world has other servers.
  if (networks.shown && byId("networks").dataset.addresses !== addresses) {
    byId("networks").dataset.addresses = addresses;
    byId("networks").replaceChildren(...state.networks.map((network, number) => panel(demo, network, number === state.networks.length - 1)));
  }
}
