"""CadreTrain for Open edX: the plugin that makes a site meet GB/T 38856-2020."""
