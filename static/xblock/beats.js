// The beats of one page: what each says, and those that could not be sent yet (3.9, R7). The age of a kept beat is
// measured by the page's monotonic clock, which no change of the computer's clock moves.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});
  // MAX_LATE_BEATS of the contract.
  const MAX_LATE = 120;

  CadreTrain.Beats = class {
    constructor() {
      this.isActive = true; // opening the page is an act
      this.isPresent = false;
      // At any time since the last beat. What went by before this page was loaded was not in front: on going back a
      // browser may show its stored copy of the page, whose session had begun before.
      this.wasHidden = true;
      this.kept = [];
    }

    /** Take a beat: what is to be said of the time since the last one. It is kept until it has arrived.
     *  A span counts as in the foreground only if the page never left it. */
    take() {
      this.kept.push({
        takenAt: performance.now(),
        signs: { visible: !this.wasHidden, active: this.isActive, ...(this.isPresent ? { present: true } : {}) },
      });
      this.wasHidden = document.hidden;
      this.isActive = false;
      this.isPresent = false;
      // One more than may be late: the newest is the message's own.
      this.kept.splice(0, this.kept.length - 1 - MAX_LATE);
      return [...this.kept];
    }

    /** The part of a message that says these beats: the newest is its own, those before it are late. */
    static told(beats) {
      const now = performance.now();
      const late = beats.slice(0, -1).map(({ takenAt, signs }) => ({ age_ms: Math.round(now - takenAt), ...signs }));
      return { ...beats[beats.length - 1].signs, ...(late.length ? { late } : {}) };
    }

    /** These have arrived. */
    forget(beats) {
      this.kept = this.kept.filter((beat) => !beats.includes(beat));
    }
  };
})(window);
