"""Pictures over time: painted, walked by keys, sent on."""
