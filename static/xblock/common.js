// What the scripts of the blocks share. One global namespace, CadreTrain; no jQuery, no modules.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  const TIMEOUT_MS = 20000;
  const PASSING_STATUS = [408, 425, 429];

  /** The DOM node of a block: hosts hand over a node or a jQuery object around it. */
  CadreTrain.nodeOf = (element) => (element instanceof Element ? element : element[0]);

  /** The root that a template marked with data-cadretrain=name; the block's own node may be that root. */
  CadreTrain.rootOf = function (element, name) {
    const node = CadreTrain.nodeOf(element);
    const selector = `[data-cadretrain="${name}"]`;
    return node.matches(selector) ? node : node.querySelector(selector);
  };

  /** Fill the {names} of a translated sentence. */
  CadreTrain.fill = (sentence, values) =>
    sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

  /** Seconds as an author types them: 16 minutes, or 15:01. */
  CadreTrain.typedDuration = (seconds) => (seconds % 60 ? CadreTrain.typedClock(seconds) : String(seconds / 60));

  /** Seconds as minutes and seconds: 16:00. */
  CadreTrain.typedClock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  /** Show text in a part of the page, or hide the part when there is none. Unchanged text is left alone, so
   *  that screen readers are not told twice. */
  CadreTrain.say = function (node, text) {
    if (node.textContent !== text) node.textContent = text;
    node.hidden = !text;
  };

  function csrfToken() {
    const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
    return cookie ? { "X-CSRFToken": decodeURIComponent(cookie.slice("csrftoken=".length)) } : {};
  }

  async function ask(url, options) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(url, { credentials: "same-origin", signal: limit.signal, ...options });
      const text = await response.text();
      let data = null;
      try {
        data = JSON.parse(text);
      } catch {
        // A proxy's or the host's own error page: the status has to do.
      }
      return { ok: response.ok && data !== null, status: response.status, data };
    } finally {
      clearTimeout(timer);
    }
  }

  /** GET JSON: {ok, status, data}, where data is null if the answer is no JSON; rejects without a network. */
  CadreTrain.getJson = (url) => ask(url, { headers: { Accept: "application/json" } });

  /** POST JSON, as getJson. The request outlives the page, so that what was sent on leaving arrives. */
  CadreTrain.postJson = (url, body) =>
    ask(url, {
      method: "POST",
      keepalive: true,
      headers: { "Content-Type": "application/json", Accept: "application/json", ...csrfToken() },
      body: JSON.stringify(body),
    });

  /** What a final refusal says, {code, message}; null for an answer that is none, or that a later try may change. */
  CadreTrain.refusalOf = function ({ status, data }) {
    if (status < 400 || status >= 500 || PASSING_STATUS.includes(status)) return null;
    return (data && data.error) || { code: "other", message: "" };
  };

  /** Show the credit-hours of a duration in seconds (3.8), or why they cannot be told. */
  CadreTrain.showHours = async function (parts, config, seconds, isCurrent) {
    let answer = null;
    try {
      answer = await CadreTrain.getJson(`${config.creditHoursUrl}?course_duration=${encodeURIComponent(seconds)}`);
    } catch {
      // Without a network there is a dash and the reason.
    }
    if (isCurrent && !isCurrent()) return;
    const { messages } = config;
    const refusal = answer && answer.status === 400 && answer.data && answer.data.error;
    CadreTrain.say(parts.hours, answer && answer.ok ? String(answer.data.credit_hours) : messages.unknown);
    if (answer && answer.ok) CadreTrain.say(parts.note, "");
    else CadreTrain.say(parts.note, (refusal && refusal.message) || messages.hours_unreachable);
  };
})(window);
