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
func People(seed uint64, count int) []Person {
	next := func() uint64 {
		seed += 0x9e3779b97f4a7c15
		z := seed
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
	people := make([]Person, count)
	for i := range people {
		home := int(next() % uint64(len(currencies)))
		next() // tier
		next() // joined
		people[i].ID = fmt.Sprintf("u%05d", i+1)
		for n := range 1 + int(next()%3) {
			people[i].Currencies = append(people[i].Currencies, currencies[(home+n*5)%len(currencies)])
			next() // balance
		}
	}
	return people
}
