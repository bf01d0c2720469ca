// The form of the Theme class block. What was understood of a pasted address is shown once it is saved.
(function (global) {
  "use strict";
  const CadreTrain = (global.CadreTrain = global.CadreTrain || {});

  CadreTrain.ClassForm = class extends CadreTrain.Form {
    onSaved(data) {
      this.field("theme_class").value = data.theme_class.theme_class;
      super.onSaved(data);
    }
  };

  global.CadreTrainThemeClassStudio = function (runtime, element) {
    new CadreTrain.ClassForm(runtime, element, CadreTrain.rootOf(element, "studio")).start();
  };
})(window);
