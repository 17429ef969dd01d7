"""Payments: intents, attempts and providers. Records facts about money at the provider; moves nothing in the ledger."""
