// Package requests makes signed requests to the payments service out of a seed.
package requests

import "fmt"

// Person is what a client knows of a seeded user.
type Person struct {
	ID         string
	Currencies []string // of the wallets, home first
}

var currencies = []string{"USD", "EUR", "GBP", "JPY", "IDR", "BRL", "MXN", "SAR", "KWD", "SGD", "PHP", "VND"}

// People repeats the seeding of the service.
func People(count int) []Person {
	people := make([]Person, count)
	for i := range people {
		number := i + 1
		people[i].ID = fmt.Sprintf("u%05d", number)
		for n := range 1 + number/7%3 {
			people[i].Currencies = append(people[i].Currencies, currencies[(number+n*5)%len(currencies)])
		}
	}
	return people
}
