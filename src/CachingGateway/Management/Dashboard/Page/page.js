// Everything that a client may have chosen (names, tags, URLs) enters the page through textContent, never as markup.
const everyMs = 5000;
const tokenName = "management-token";
const byId = (id) => document.getElementById(id);
const heldToken = () => sessionStorage.getItem(tokenName);

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

async function call(path, body) {
  const token = heldToken();
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  const response = await fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), cache: "no-store" });
  const answer = await response.json().catch(() => ({ title: `an answer of status ${response.status} that is no JSON` }));
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.detail ?? answer.title), { status: response.status });
}

// What stays as it was is left alone: a person may be reading it, or have marked some of it.
const shown = new Map();
function table(id, heads, rows) {
  const all = JSON.stringify(rows);
  if (shown.get(id) === all) return;
  shown.set(id, all);
  const isNumber = heads.map((_, i) => i > 0 && rows.some((row) => /^[\d.]+( %)?$/.test(row[i])));
  const cell = (name, text, i, scope) =>
    Object.assign(element(name, text ?? "–"), scope && { scope }, isNumber[i] && { className: "number" });
  const made = element("table");
  made.createTHead().insertRow().append(...heads.map((text, i) => cell("th", text, i, "col")));
  const body = made.createTBody();
  for (const row of rows) body.insertRow().append(...row.map((text, i) => (i ? cell("td", text, i) : cell("th", text, i, "row"))));
  byId(id).replaceChildren(rows.length ? made : element("p", "None yet."));
}

function terms(pairs) {
  return Object.entries(pairs).map(([name, value]) => [element("dt", name), element("dd", value)]);
}

const percent = (value) => (value === null ? "–" : `${value} %`);
// The API's times are in UTC, as the logs' are.
const moment = (at) => `${at.slice(0, 19).replace("T", " ")} UTC`;

function showFigures(stats) {
  const figures = { Requests: stats.requests.total, "Hit ratio": percent(stats.requests.hit_rate_percent), Hits: stats.requests.hit,
    Misses: stats.requests.miss, Stale: stats.requests.stale, Bypass: stats.requests.bypass, Errors: stats.requests.errors,
    Keys: stats.total_keys, Memory: stats.memory_used_human };
  byId("figures").replaceChildren(...terms(figures).map((pair) => {
    const tile = element("div");
    tile.append(...pair);
    return tile;
  }));
  const redis = stats.redis;
  byId("store").textContent = !redis ? "Store: this process's memory alone."
    : redis.connected ? `Store: Redis ${redis.version ?? ""}, connected.` : `Store: Redis is OUT OF REACH: ${redis.problem ?? ""}`;
}

function showHistory({ points }) {
  const most = Math.max(0, ...points.map((p) => p.requests));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 360 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const draw = (name, attributes) => {
    const shape = document.createElementNS(svg.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    svg.append(shape);
  };
  const x = (i) => 360 - points.length + i;
  points.forEach((p, i) => {
    const height = (p.requests / (most || 1)) * 100;
    draw("rect", { class: "bar", x: x(i), y: 100 - height, width: 1, height });
  });
  const rated = points.map((p, i) => [x(i), p.hit_rate_percent]).filter(([, rate]) => rate !== null);
  draw("polyline", {
    class: "rate", "vector-effect": "non-scaling-stroke", points: rated.map(([at, rate]) => `${at},${100 - rate}`).join(" "),
  });
  byId("chart").replaceChildren(svg);
  const requests = points.reduce((sum, p) => sum + p.requests, 0);
  byId("chart-text").textContent = `Bars: requests in 5 s, at most ${most}. Line: hit ratio, 0 to 100 %, `
    + `lately ${percent(rated.at(-1)?.[1] ?? null)}. ${requests} requests in all.`;
}

function showPolicy(policy) {
  const { good, at, faults } = policy.lastReload;
  byId("policy").textContent =
    `${policy.source}, version ${policy.version}. Last reload ${moment(at)}: ${good ? "in force" : "REFUSED, the old one serves on"}.`;
  byId("faults").replaceChildren(...faults.map((fault) => element("li", fault.text ?? fault)));
}

const showRoutes = ({ routes }) => table(
  "routes",
  ["Route", "Requests", "Hit ratio", "Hits", "Misses", "Stale", "Bypass", "Errors", "Hit p99 ms", "Origin p99 ms"],
  routes.map((r) => [r.route, r.requests, percent(r.hit_rate_percent), r.hits, r.misses, r.stale, r.bypass, r.errors,
    r.hit_ms.p99, r.origin_ms.p99]));

const showHottest = ({ keys }) => table(
  "hottest", ["Key", "Route", "Hits", "Bytes"], keys.map((k) => [k.name, k.route, k.hits, k.body_bytes]));

const showLedger = (entries) => table(
  "ledger",
  ["Sequence", "At", "By", "Cause", "Mode", "Targets", "Confirmed", "Swept"],
  entries.map((l) => [l.sequence, moment(l.at), l.source, l.cause, l.mode, l.targets.join(", "),
    l.replicas ? `${l.replicas.confirmed} of ${l.replicas.live}` : "nobody waited", l.swept]));

const showReplicas = ({ replicas }) => table(
  "replicas",
  ["Replica", "State", "Applied", "Lag"],
  replicas.map((r) => [r.isSelf ? `${r.id} (this one)` : r.id, !r.isLive ? "NOT LIVE" : r.isInStep === false ? "CUT OFF" : "live",
    r.applied, r.lag]));

const sections = [["/cache/stats", showFigures], ["/cache/stats/history", showHistory], ["/cache/stats/routes", showRoutes],
  ["/cache/stats/hottest", showHottest], ["/events/log?limit=20", showLedger], ["/replicas", showReplicas], ["/policy", showPolicy]];

const isRefusal = ({ status }) => status === 401 || status === 403 || status === 429;

// One section that fails says so and leaves the others: without Redis there is no ledger, and that is when one looks here.
async function refresh() {
  // One call goes before the others: a token that is wrong is a wrong token once, of the few that an address may try.
  const first = await Promise.allSettled([call(sections[0][0])]);
  if (first[0].status === "rejected" && isRefusal(first[0].reason)) throw first[0].reason;
  const answers = [...first, ...await Promise.allSettled(sections.slice(1).map(([path]) => call(path)))];
  const failed = answers.filter((answer) => answer.status === "rejected").map((answer) => answer.reason);
  const refused = failed.find(isRefusal);
  if (refused || failed.length === answers.length) throw refused ?? failed[0];
  answers.forEach((answer, i) => {
    if (answer.status === "fulfilled") sections[i][1](answer.value);
  });
  return failed.map((error) => error.message);
}

function say(text) {
  // A live region that is written again is read out again.
  if (byId("connection").textContent !== text) byId("connection").textContent = text;
}

async function update() {
  const token = heldToken();
  try {
    const faults = await refresh();
    // Meanwhile another token was asked for.
    if (token !== heldToken()) return;
    byId("content").hidden = false;
    byId("sign-in").hidden = true;
    byId("other-token").hidden = !token;
    say(faults.length ? `Connected, but: ${faults.join(" ")}` : "Connected");
  } catch (error) {
    if (token !== heldToken()) return;
    // Without tokens a refusal is of this machine or browser, and no token would help.
    const byToken = error.status === 401 || (token && (error.status === 403 || (error.status === 429 && byId("content").hidden)));
    if (byToken) askForToken(token ? error.message : "");
    else say(error.status ? `Refused: ${error.message}` : "The gateway is out of reach; figures are old.");
  }
}

function askForToken(why) {
  sessionStorage.removeItem(tokenName);
  byId("content").hidden = true;
  byId("other-token").hidden = true;
  byId("sign-in").hidden = false;
  byId("token-result").textContent = why;
  say("A token is needed");
  byId("token").focus();
}
byId("other-token").addEventListener("click", () => askForToken(""));

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

function onSubmit(id, result, action) {
  byId(id).addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await action(new FormData(event.target));
    } catch (error) {
      byId(result).replaceChildren(element("p", `Failed: ${error.message}`));
    }
  });
}

onSubmit("token-form", "token-result", async () => {
  sessionStorage.setItem(tokenName, byId("token").value.trim());
  byId("token").value = "";
  await update();
});

onSubmit("explain-form", "explained", async (form) => {
  const answer = await call(
    "/policy/explain", { method: form.get("method"), url: form.get("url"), headers: lines(form.get("headers")) });
  const stored = answer.stored ?? { now: answer.decision, because: answer.because, entries: [] };
  const facts = element("dl");
  facts.className = "facts";
  facts.append(...terms({
    Route: answer.route ?? "none", Reason: answer.reason ?? "–", Name: answer.name ?? "–", Tags: answer.tags?.join(", ") || "–",
    Stored: stored.entries.map((e) => `${e.status}, ${e.state}, ${e.ageSeconds} s old, in ${e.in.join(" and ")}`).join("; ") || "nothing",
  }).flat());
  const all = element("details");
  all.append(element("summary", "All that is known"), element("pre", JSON.stringify(answer, null, 2)));
  byId("explained").replaceChildren(element("p", `Now: ${stored.now}, because ${stored.because}.`), facts, all);
});

// What is purged is what was previewed, whatever was typed since.
let previewed = null;
let previews = 0;
function forget() {
  previewed = null;
  previews += 1;
  byId("confirmation").hidden = true;
  byId("preview").replaceChildren();
}

function cancel() {
  // Who was at its buttons is not left nowhere.
  if (byId("confirmation").contains(document.activeElement)) byId("purge-form").querySelector("button").focus();
  forget();
}

// Part by part to the end, however much there is; null when the form says something else by now.
async function preview(wanted) {
  const asked = previews;
  const progress = Object.assign(element("progress"), { max: 1, value: 0, ariaLabel: "Looked through" });
  byId("preview").replaceChildren(element("p", "Looking through everything …"), progress);
  const all = { count: 0, sample: [], complete: true, examined: 0, next: "" };
  do {
    const part = await call("/cache/purge", { ...wanted, preview: true, cursor: all.next });
    if (asked !== previews) return null;
    all.count += part.count;
    all.sample = [...new Set([...all.sample, ...part.sample])].slice(0, 20);
    all.complete &&= part.redis !== "unavailable";
    all.examined += part.examined;
    all.next = part.next;
    // About how many there are is known, not how many it will have been.
    progress.value = Math.min(all.examined / Math.max(1, part.among), 0.99);
  } while (all.next);
  return all;
}

byId("purge-form").addEventListener("input", forget);
byId("purge-form").elements.kind.addEventListener("input", (event) => {
  byId("targets-label").hidden = event.target.value === "all";
});
onSubmit("purge-form", "preview", async (form) => {
  forget();
  const kind = form.get("kind");
  const wanted = kind === "all" ? { all: true } : { [kind]: lines(form.get("targets")) };
  const answer = await preview(wanted);
  if (!answer) return;
  const sample = element("ul");
  sample.append(...answer.sample.map((name) => element("li", name)));
  const entries = answer.count === 1 ? "entry" : "entries";
  byId("preview").replaceChildren(element("p", `${answer.complete ? "" : "At least "}${answer.count} ${entries} would go.`), sample);
  previewed = wanted;
  byId("confirmation").hidden = false;
});

byId("cancel").addEventListener("click", cancel);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && previewed) cancel();
});
byId("confirm").addEventListener("click", async () => {
  const wanted = previewed;
  forget();
  // The button is gone, and what follows is said here.
  byId("preview").focus();
  try {
    const { sequence, replicas } = await call("/cache/purge", wanted);
    const confirmed = `confirmed by ${replicas.confirmed} of ${replicas.live} replicas`;
    byId("preview").replaceChildren(element("p", `Purged: number ${sequence}, ${confirmed}.`));
    await update();
  } catch (error) {
    byId("preview").replaceChildren(element("p", `Failed: ${error.message}`));
  }
});

async function loop() {
  if (!document.hidden && byId("sign-in").hidden) await update();
  setTimeout(loop, everyMs);
}
loop();
