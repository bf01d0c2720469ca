"""Tests of the Credit course block and of the contract it shares with the plugin."""
