// Package fraud screens what customers write.
package fraud

import "regexp"

type rule struct {
	name    string
	pattern *regexp.Regexp
	points  int
}

var rules = []rule{
	{"card number", regexp.MustCompile(`\b\d{4}[- ]?\d{4}[- ]?\d{4}[- ]?\d{4}\b`), 60},
	{"account number", regexp.MustCompile(`\b[A-Z]{2}\d{2}[A-Z0-9]{10,30}\b`), 40},
	{"gift cards", regexp.MustCompile(`(?i)\bgift\s*cards?\b`), 25},
	{"haste", regexp.MustCompile(`(?i)(urgent|asap|at once).*(ship|send|deliver)`), 20},
	{"throwaway mail", regexp.MustCompile(`(?i)@(mailinator|tempmail|trash-?mail)\.`), 30},
	{"another receiver", regexp.MustCompile(`(?i)\b(forward|hand over|leave)\b.{0,40}\b(agent|driver|neighbour)\b`), 10},
}

// Score adds the points of the rules that the texts meet, each rule once, and names those rules.
func Score(texts ...string) (points int, met []string) {
	for _, rule := range rules {
		for _, text := range texts {
			if rule.pattern.MatchString(text) {
				points += rule.points
				met = append(met, rule.name)
				break
			}
		}
	}
	return points, met
}
