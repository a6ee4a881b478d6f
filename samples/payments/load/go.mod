module example.com/payments-load

go 1.26
