// The pace of the beats: one period after the last one began, however long the network takes over it.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  const DEFAULT_PERIOD_S = 30;

  CadreTrain.Pace = class {
    constructor(onDue) {
      this.onDue = onDue;
      this.periodS = DEFAULT_PERIOD_S;
      this.beganAt = 0;
    }

    /** A beat begins now: the next one is due a period later. */
    begin() {
      this.beganAt = performance.now();
      this.plan();
    }

    /** Plan the next beat, for the period as it is now. */
    plan() {
      clearTimeout(this.timer);
      this.timer = setTimeout(this.onDue, Math.max(this.beganAt + this.periodS * 1000 - performance.now(), 0));
    }

    stop() {
      clearTimeout(this.timer);
    }

    /** What a state says of the period; anything but a number above zero leaves the default. */
    follow(seconds) {
      this.periodS = seconds > 0 ? seconds : DEFAULT_PERIOD_S;
    }
  };
})(window);
