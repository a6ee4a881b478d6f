module example.com/gcattribution

go 1.26
