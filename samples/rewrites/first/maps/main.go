// Command maps adds up batches of advertising events by their keys. What is not rewritten is the check of the batch and
// the answer as JSON.
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math/rand/v2"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

type group struct {
	Campaign     string  `json:"campaign"`
	BestCountry  string  `json:"best_country"`
	Events       int64   `json:"events"`
	Cents        int64   `json:"cents"`
	Users        uint32  `json:"users"`
	CentsPerUser float64 `json:"cents_per_user"`
}

type report struct {
	Batch  uint32  `json:"batch"`
	Groups []group `json:"groups"`
	Events int64   `json:"events"`
	Cents  int64   `json:"cents"`
}

func main() { harness.Main(harness.Program{Kind: "maps", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	if len(message) < 4 || crc32.ChecksumIEEE(message[4:]) != binary.LittleEndian.Uint32(message) {
		return []byte(`{"error":"damaged batch"}`)
	}
	result := report{Batch: binary.LittleEndian.Uint32(message)}
	for groups := (wire.Reader{Rest: hot(message[4:])}); len(groups.Rest) > 0; {
		g := group{Campaign: groups.Text(), BestCountry: groups.Text(), Events: groups.Int64(), Cents: groups.Int64(), Users: groups.Uint32()}
		g.CentsPerUser = float64(g.Cents) / float64(g.Users)
		result.Groups = append(result.Groups, g)
		result.Events += g.Events
		result.Cents += g.Cents
	}
	out, err := json.Marshal(result)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

// request makes a batch of 1,500 events of some 150 campaigns; few campaigns have most of them.
func request(random *rand.Rand) []byte {
	countries := []string{"AT", "BR", "CH", "DE", "ES", "FR", "GB", "IN", "IT", "JP", "MX", "US"}
	body := make([]byte, 4)
	for range 1500 {
		campaign := int(150 * random.Float64() * random.Float64())
		body = wire.AppendUint32(body, uint32(random.IntN(4000)))
		body = wire.AppendInt64(body, 1+random.Int64N(5000))
		body = wire.AppendText(body, fmt.Sprintf("campaign-%03d-%s", campaign, []string{"spring", "summer-sale", "launch"}[campaign%3]))
		body = wire.AppendText(body, countries[random.IntN(len(countries))])
	}
	binary.LittleEndian.PutUint32(body, crc32.ChecksumIEEE(body[4:]))
	return body
}
