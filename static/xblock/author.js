// Studio's view of the block: asks what the marked duration gives.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});

  global.CadreTrainCreditCourseAuthor = function (runtime, element) {
    const root = CadreTrain.rootOf(element, "author");
    const config = JSON.parse(root.dataset.config);
    const parts = {
      hours: root.querySelector('[data-part="hours"]'),
      note: root.querySelector('[data-part="hours-note"]'),
    };
    if (config.courseDuration > 0) CadreTrain.showHours(parts, config, config.courseDuration);
  };
})(window);
