"""应急预案和应急演练 (ES09): what an enterprise must rehearse, when it did, and what came of it."""
