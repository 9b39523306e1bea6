locals {
  name = "payments-ledger"
}
