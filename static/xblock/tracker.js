// The tracker: tells the server at a steady pace that the page is still there (3.9). It never sends a time of day:
// the server's clock alone counts. See cadretrain_xblock/contract.py for the messages.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  const DEFAULT_PERIOD_S = 30;
  const STATE_EVERY = 2;
  const SILENT = ["not_a_trainee", "suspended"];
  const WAITING = ["rules_not_accepted"];
  const ELSEWHERE = ["other_course", "taken_over"];
  const PASSING_STATUS = [408, 425, 429];
  const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchstart", "touchmove"];

  CadreTrain.Tracker = class {
    constructor(config, card) {
      this.config = config;
      this.card = card;
      this.token = config.token;
      this.periodS = DEFAULT_PERIOD_S;
      this.beats = new CadreTrain.Beats();
      this.place = new CadreTrain.Place();
      this.presence = new CadreTrain.Presence(card.part("presence"), () => this.onPresent());
      this.isSilent = true; // until the first state tells otherwise
      this.isElsewhere = false; // the trainee studies another course
      this.takesOver = false;
      this.hasState = false;
      this.isBusy = false;
      this.isLeaving = false;
      this.beatIsDue = false;
      this.beatsSinceState = 0;
      this.listening = new AbortController();
    }

    start() {
      const options = { passive: true, capture: true, signal: this.listening.signal };
      INPUT.forEach((name) => document.addEventListener(name, () => (this.beats.isActive = true), options));
      document.addEventListener("visibilitychange", () => this.onVisibility(), options);
      global.addEventListener("pagehide", () => this.onLeave(), options);
      global.addEventListener("pageshow", (event) => event.persisted && this.onReturn(), options);
      this.place.watch(this.listening.signal);
      return this.turn();
    }

    stop() {
      this.isSilent = true;
      clearTimeout(this.timer);
      this.listening.abort();
      this.presence.ask(false);
    }

    get isStopped() {
      return this.listening.signal.aborted;
    }

    get isHeard() {
      return this.hasState && !this.isSilent && !this.isElsewhere;
    }

    /** One request at a time: the state first, then beats. The next turn is planned when this one is over, one period
     *  after it began, however long the network took. */
    async turn() {
      if (this.isBusy || this.isStopped) return;
      if (!this.card.root.isConnected) {
        this.stop(); // the host has taken the unit off the page
        return;
      }
      this.isBusy = true;
      clearTimeout(this.timer);
      const began = performance.now();
      if (!this.hasState) await this.askState();
      if (this.isHeard) await this.beat();
      this.isBusy = false;
      if (this.isStopped || (this.isElsewhere && !this.beatIsDue)) return;
      const wait = this.beatIsDue ? 0 : Math.max(this.periodS * 1000 - (performance.now() - began), 0);
      this.beatIsDue = false;
      this.timer = setTimeout(() => this.turn(), wait);
    }

    /** Send a beat now, or as soon as the request under way is answered. */
    hurry() {
      if (this.isBusy) this.beatIsDue = true;
      else this.turn();
    }

    async askState() {
      const answer = await this.post(this.config.stateUrl, { token: this.token });
      if (answer) this.show(answer.state);
    }

    async beat() {
      const sent = this.beats.take();
      const answer = await this.post(this.config.beatUrl, this.message(sent));
      if (!answer) return;
      this.beats.forget(sent);
      this.token = answer.token;
      this.takesOver = false;
      this.beatsSinceState += 1;
      // What was confirmed while this beat was under way goes with the next one.
      this.presence.ask(answer.ask_presence && !this.beats.isPresent);
      if (answer.state) this.show(answer.state);
      else if (this.beatsSinceState >= STATE_EVERY) await this.askState();
    }

    message(beats) {
      const position = this.place.tell();
      return {
        token: this.token,
        ...CadreTrain.Beats.told(beats),
        ...(this.takesOver ? { take_over: true } : {}),
        ...(position ? { position } : {}),
      };
    }

    /** The answer, or null when there is none: then the next turn tries again, unless the refusal is final. */
    async post(url, body) {
      let answer;
      try {
        answer = await CadreTrain.postJson(url, body);
      } catch {
        this.card.showOffline(true, this.hasState);
        return null;
      }
      const isRefused = answer.status >= 400 && answer.status < 500 && !PASSING_STATUS.includes(answer.status);
      if (isRefused) this.onRefusal((answer.data && answer.data.error) || { code: "other", message: "" });
      else this.card.showOffline(!answer.ok, this.hasState);
      return answer.ok ? answer.data : null;
    }

    onRefusal(error) {
      this.card.root.dataset.offline = "false";
      if (ELSEWHERE.includes(error.code)) {
        this.isElsewhere = true;
        this.presence.ask(false);
        this.card.pause(error, () => this.resume(true));
      } else {
        this.stop();
        this.card.fail(error);
      }
    }

    /** Study here again: instead of the other course, or if that one is no longer open. */
    resume(takesOver) {
      this.isElsewhere = false;
      this.takesOver = takesOver;
      this.hurry();
    }

    show(state) {
      const isFirst = !this.hasState;
      // What is waited for happens in another window: the state is asked for again, each turn, until it is another one.
      this.hasState = !WAITING.includes(state.state);
      this.beatsSinceState = 0;
      this.periodS = state.period_s > 0 ? state.period_s : DEFAULT_PERIOD_S;
      this.isSilent = !this.hasState || SILENT.includes(state.state);
      this.card.show(state);
      if (isFirst && this.hasState) this.card.offer(CadreTrain.Place.offer(state.position || ""));
      if (SILENT.includes(state.state)) this.stop();
    }

    onPresent() {
      this.beats.isPresent = true;
      this.hurry();
    }

    /** Close the span at the moment the page leaves or regains the foreground, so that it counts for what it was. */
    onVisibility() {
      if (this.isLeaving) return;
      if (this.isBusy) this.beats.wasHidden = true;
      if (this.isElsewhere && !document.hidden) this.resume(false);
      else if (!this.isElsewhere) this.hurry();
    }

    /** Say all that has not arrived; whether this arrives is not known here, so it is kept like everything else. */
    onLeave() {
      this.isLeaving = true;
      if (!this.isHeard || !this.card.root.isConnected) return;
      const message = JSON.stringify({ ...this.message(this.beats.take()), leaving: true });
      navigator.sendBeacon(this.config.beatUrl, new Blob([message], { type: "text/plain" }));
    }

    /** The browser has brought the page back from its memory: whatever went by meanwhile was not in front. */
    onReturn() {
      this.isLeaving = false;
      this.beats.wasHidden = true;
      this.turn();
    }
  };

  global.CadreTrainCreditCourse = function (runtime, element) {
    const root = CadreTrain.rootOf(element, "card");
    const config = JSON.parse(root.dataset.config);
    const card = new CadreTrain.Card(root, config.messages);
    if (config.token) new CadreTrain.Tracker(config, card).start();
  };
})(window);
