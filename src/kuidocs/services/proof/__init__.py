"""The audit chain and the ledger of PDFs: append-only."""
