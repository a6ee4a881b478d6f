module example.com/payments

go 1.26

require (
	github.com/hashicorp/golang-lru/v2 v2.0.7
	github.com/shopspring/decimal v1.6.0
)
