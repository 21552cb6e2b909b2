// Everything that a client may have chosen (names, tags, URLs) enters the page through textContent, never as markup.
const everyMs = 5000;
const tokenName = "management-token";
const byId = (id) => document.getElementById(id);

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

async function call(path, body) {
  const token = sessionStorage.getItem(tokenName);
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  const response = await fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), cache: "no-store" });
  const answer = await response.json().catch(() => ({ title: `an answer of status ${response.status} that is no JSON` }));
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.detail ?? answer.title), { status: response.status });
}

function table(id, heads, rows) {
  const made = element("table");
  const head = made.createTHead().insertRow();
  for (const text of heads) head.append(Object.assign(element("th", text), { scope: "col" }));
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((text, i) => line.append(i ? element("td", text ?? "–") : Object.assign(element("th", text), { scope: "row" })));
  }
  byId(id).replaceChildren(rows.length ? made : element("p", "None yet."));
}

const percent = (value) => (value === null ? "–" : `${value} %`);

function showFigures(stats) {
  const figures = { Requests: stats.requests.total, "Hit ratio": percent(stats.requests.hit_rate_percent), Hits: stats.requests.hit,
    Misses: stats.requests.miss, Stale: stats.requests.stale, Bypass: stats.requests.bypass, Errors: stats.requests.errors,
    Keys: stats.total_keys, Memory: stats.memory_used_human };
  byId("figures").replaceChildren(...Object.entries(figures).map(([name, value]) => {
    const pair = element("div");
    pair.append(element("dt", name), element("dd", value));
    return pair;
  }));
  const redis = stats.redis;
  byId("store").textContent = !redis ? "Store: this process's memory alone."
    : redis.connected ? `Store: Redis ${redis.version ?? ""}, connected.` : `Store: Redis is OUT OF REACH: ${redis.problem ?? ""}`;
}

function showHistory({ points }) {
  const most = Math.max(1, ...points.map((p) => p.requests));
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
    const height = (p.requests / most) * 100;
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
    `${policy.source}, version ${policy.version}. Last reload ${at}: ${good ? "in force" : "REFUSED, the old one serves on"}.`;
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
  ["Sequence", "At", "By", "Cause", "Mode", "Targets", "Confirmed"],
  entries.map((l) => [l.sequence, l.at, l.source, l.cause, l.mode, l.targets.join(", "),
    l.replicas ? `${l.replicas.confirmed} of ${l.replicas.live}` : "nobody waited"]));

const showReplicas = ({ replicas }) => table(
  "replicas",
  ["Replica", "State", "Applied", "Lag"],
  replicas.map((r) => [r.isSelf ? `${r.id} (this one)` : r.id, !r.isLive ? "NOT LIVE" : r.isInStep === false ? "CUT OFF" : "live",
    r.applied, r.lag]));

const sections = [["/cache/stats", showFigures], ["/cache/stats/history", showHistory], ["/cache/stats/routes", showRoutes],
  ["/cache/stats/hottest", showHottest], ["/events/log?limit=20", showLedger], ["/replicas", showReplicas], ["/policy", showPolicy]];

// One section that fails says so and leaves the others: without Redis there is no ledger, and that is when one looks here.
async function refresh() {
  const answers = await Promise.allSettled(sections.map(([path]) => call(path)));
  const failed = answers.filter((answer) => answer.status === "rejected").map((answer) => answer.reason);
  const refused = failed.find((error) => error.status === 401 || error.status === 403 || error.status === 429);
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
  try {
    const faults = await refresh();
    byId("content").hidden = false;
    byId("sign-in").hidden = true;
    say(faults.length ? `Connected, but: ${faults.join(" ")}` : "Connected");
  } catch (error) {
    if (error.status === 401 || (error.status === 429 && byId("content").hidden)) askForToken(error);
    else say(error.status ? `Refused: ${error.message}` : "The gateway is out of reach; figures are old.");
  }
}

function askForToken(error) {
  const had = sessionStorage.getItem(tokenName);
  sessionStorage.removeItem(tokenName);
  byId("content").hidden = true;
  byId("sign-in").hidden = false;
  say("A token is needed");
  if (had) byId("token-result").textContent = error.message;
}

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
  byId("explained").replaceChildren(element("p", `Now: ${answer.stored?.now ?? answer.decision}. ${answer.stored?.because ?? answer.because}`),
    element("pre", JSON.stringify(answer, null, 2)));
});

// What is purged is what was previewed, whatever was typed since.
let previewed = null;
let previews = 0;
function forget() {
  previewed = null;
  previews += 1;
  byId("confirm").hidden = true;
}

byId("purge-form").addEventListener("input", forget);
onSubmit("purge-form", "preview", async (form) => {
  forget();
  const kind = form.get("kind");
  const wanted = kind === "all" ? { all: true } : { [kind]: lines(form.get("targets")) };
  const asked = (previews += 1);
  const answer = await call("/cache/purge", { ...wanted, preview: true });
  // The form says something else by now.
  if (asked !== previews) return;
  const sample = element("ul");
  sample.append(...answer.sample.map((name) => element("li", name)));
  byId("preview").replaceChildren(element("p", `${answer.complete ? "" : "At least "}${answer.count} entries would go.`), sample);
  previewed = wanted;
  byId("confirm").hidden = false;
});
byId("confirm").addEventListener("click", async () => {
  const wanted = previewed;
  forget();
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
