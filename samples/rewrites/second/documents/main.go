// Command documents applies merge patches (RFC 7396) to profiles, documents of free form. What is not rewritten is the
// server around it: the HTTP message, its signature, the entity tags of the profile before and after.
package main

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"

	"example.com/rewrites/harness"
)

var secret = []byte("key of the profile store")

func main() { harness.Main(harness.Program{Kind: "documents", Request: request, Handle: handle}) }

// handle takes a body of two lines: the profile as it is stored, and the patch.
func handle(message []byte) []byte {
	request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(message)))
	if err != nil {
		return answer(http.StatusBadRequest, []byte(`{"error":"malformed request"}`))
	}
	body, err := io.ReadAll(request.Body)
	if err != nil || !hmac.Equal([]byte(sign(body)), []byte(request.Header.Get("X-Signature"))) {
		return answer(http.StatusForbidden, []byte(`{"error":"bad signature"}`))
	}
	profile, _, _ := bytes.Cut(body, []byte("\n"))
	if tag(profile) != request.Header.Get("If-Match") {
		return answer(http.StatusPreconditionFailed, []byte(`{"error":"the profile has changed"}`))
	}
	return answer(http.StatusOK, hot(body))
}

func answer(status int, body []byte) []byte {
	response := http.Response{StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)),
		Header: http.Header{"Content-Type": {"application/json"}, "Cache-Control": {"no-store"}, "Etag": {tag(body)}, "X-Signature": {sign(body)}},
		Body:   io.NopCloser(bytes.NewReader(body))}
	var out bytes.Buffer
	if err := response.Write(&out); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

func sign(body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func tag(document []byte) string {
	sum := sha256.Sum256(document)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

var (
	names    = []string{"Ana Lúcia Prado", "Jörg Weiß", "Mary O'Neill", "Åsa Lindqvist", "Tom \"Tomcat\" Hale", "山田 花子"}
	streets  = []string{"Main Street", "Rue de l'Église", "Bahnhofstraße", "Mill Lane (rear)", "Av. São João"}
	sections = []string{"privacy", "newsletter", "display", "billing", "search", "alerts"}
)

// request makes a profile and a patch for it; of one in twenty something is wrong.
func request(random *rand.Rand) []byte {
	profile, patch := encoded(newProfile(random)), encoded(newPatch(random))
	match := tag(profile)
	switch random.IntN(60) {
	case 0:
		match = tag(patch)
	case 1:
		patch = patch[:len(patch)*3/4]
	case 2:
		patch = append(patch, " }"...)
	}
	body := append(append(profile, '\n'), patch...)
	head := fmt.Sprintf("PATCH /v2/profiles/%d HTTP/1.1\r\nHost: profiles.example\r\nUser-Agent: app/7.1\r\nAccept: application/json\r\n"+
		"Content-Type: application/merge-patch+json\r\nIf-Match: %s\r\nX-Signature: %s\r\nContent-Length: %d\r\n\r\n",
		random.IntN(1_000_000), match, sign(body), len(body))
	return append([]byte(head), body...)
}

func encoded(document map[string]any) []byte {
	out, err := json.Marshal(document)
	if err != nil {
		panic(err)
	}
	return out
}

func newProfile(random *rand.Rand) map[string]any {
	settings, devices := map[string]any{}, map[string]any{}
	for _, section := range sections {
		settings[section] = newSection(random)
	}
	for range 4 + random.IntN(12) {
		devices[deviceKey(random)] = newDevice(random)
	}
	return map[string]any{"id": random.IntN(1_000_000_000), "name": names[random.IntN(len(names))], "locale": "pt-BR", "verified": true,
		"email": fmt.Sprintf("user%d@example.com", random.IntN(100_000)), "addresses": newAddresses(random), "settings": settings,
		"devices": devices, "note": "Prefers mail.\nDoes not answer \"unknown\" <numbers>\tor calls.", "referrer": nil}
}

// newPatch has something for most of what a profile holds: new values, nested ones, and null for what shall go.
func newPatch(random *rand.Rand) map[string]any {
	settings, devices := map[string]any{}, map[string]any{}
	for _, section := range sections {
		switch random.IntN(6) {
		case 0:
			settings[section] = nil
		case 1:
			settings[section] = "default"
		case 2, 3, 4:
			settings[section] = newSection(random)
		}
	}
	for range 4 + random.IntN(12) {
		switch random.IntN(4) {
		case 0:
			devices[deviceKey(random)] = nil
		case 1:
			devices[deviceKey(random)] = map[string]any{"trusted": false, "push": nil, "seen": map[string]any{"at": timestamp(random)}}
		default:
			devices[deviceKey(random)] = newDevice(random)
		}
	}
	patch := map[string]any{"name": names[random.IntN(len(names))], "settings": settings, "devices": devices, "note": nil,
		"updated": map[string]any{"at": timestamp(random), "by": map[string]any{"agent": "app/7.1", "reason": nil}}}
	if random.IntN(2) == 0 {
		patch["addresses"] = newAddresses(random)
	}
	return patch
}

func newSection(random *rand.Rand) map[string]any {
	section := map[string]any{}
	for i := range 6 {
		key := fmt.Sprintf("option_%c", 'a'+i)
		switch random.IntN(6) {
		case 0:
			section[key] = random.IntN(2) == 0
		case 1:
			section[key] = random.IntN(100_000) - 50_000
		case 2:
			section[key] = decimal(random, 50)
		case 3:
			section[key] = strings.Repeat("on & off; ", 1+random.IntN(3))
		case 4:
			section[key] = []any{"daily", random.IntN(24), nil, map[string]any{"zone": "Europe/Zurich"}}
		}
	}
	return section
}

func newDevice(random *rand.Rand) map[string]any {
	return map[string]any{"model": fmt.Sprintf("Phone %d / %d\"", 1+random.IntN(30), 5+random.IntN(3)), "trusted": random.IntN(3) > 0,
		"push": fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64()),
		"seen": map[string]any{"at": timestamp(random), "latitude": decimal(random, 90), "longitude": decimal(random, 180)}}
}

func newAddresses(random *rand.Rand) []any {
	addresses := make([]any, 1+random.IntN(4))
	for i := range addresses {
		addresses[i] = map[string]any{"kind": []string{"home", "work", "parcel"}[random.IntN(3)], "number": 1 + random.IntN(200),
			"street": streets[random.IntN(len(streets))], "postcode": fmt.Sprintf("%05d", random.IntN(100_000)), "floor": nil}
	}
	return addresses
}

// deviceKey is one of few, so that a patch meets devices of the profile.
func deviceKey(random *rand.Rand) string { return fmt.Sprintf("device-%02d", random.IntN(24)) }

func timestamp(random *rand.Rand) int64 { return 1_760_000_000_000 + random.Int64N(10_000_000_000) }

// decimal has an odd last digit: a whole number would be written as 7 by one side and as 7.0 by the other.
func decimal(random *rand.Rand, limit int) float64 {
	return float64(random.IntN(limit*2000)*2+1-limit*2000) / 2000
}
