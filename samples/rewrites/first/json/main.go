// Command json takes batches of orders over HTTP: decoded, validated and encoded again. What is not rewritten is the
// server around it: the HTTP message, the caller's token, the signature of the body, the log.
package main

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"

	"example.com/rewrites/harness"
)

var (
	secret = []byte("webhook secret of the shop")
	tokens = map[string]string{"Bearer 5ca1ab1e": "shop", "Bearer f005ba11": "outlet"}
	logger = slog.New(slog.NewJSONHandler(io.Discard, nil))
)

func main() { harness.Main(harness.Program{Kind: "json", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(message)))
	if err != nil {
		return answer(http.StatusBadRequest, []byte(`{"error":"malformed request"}`))
	}
	tenant, known := tokens[request.Header.Get("Authorization")]
	if !known {
		return answer(http.StatusUnauthorized, []byte(`{"error":"unknown token"}`))
	}
	body, err := io.ReadAll(request.Body)
	if err != nil || !hmac.Equal([]byte(sign(body)), []byte(request.Header.Get("X-Signature"))) {
		return answer(http.StatusForbidden, []byte(`{"error":"bad signature"}`))
	}
	result := hot(body)
	logger.Info("orders", "tenant", tenant, "path", request.URL.Path, "in", len(body), "out", len(result))
	return answer(http.StatusOK, result)
}

func answer(status int, body []byte) []byte {
	response := http.Response{StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)),
		Header: http.Header{"Content-Type": {"application/json"}, "X-Signature": {sign(body)}},
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

var (
	titles = []string{"Kettle, 1.7 l", "Desk lamp \"Nord\"", "Café cups (6)", "Rope & hooks", "Notebook A5", "Gläser <bruchfest>"}
	cities = []string{"Zürich", "Lyon", "Porto", "Leeds", "Osaka", "Austin"}
)

// request makes a batch of 20 orders; of one in eight something is wrong.
func request(random *rand.Rand) []byte {
	orders := make([]map[string]any, 20)
	for i := range orders {
		items := make([]map[string]any, 1+random.IntN(4))
		var total int64
		for j := range items {
			quantity, cents := 1+random.Int64N(5), 100+random.Int64N(20_000)
			total += quantity * cents
			items[j] = map[string]any{"sku": fmt.Sprintf("SKU-%06d", random.IntN(1_000_000)),
				"title": titles[random.IntN(len(titles))], "quantity": quantity, "unit_cents": cents}
			if random.IntN(6) == 0 {
				items[j]["gift"] = true
			}
		}
		orders[i] = map[string]any{"id": fmt.Sprintf("ord-%08d", random.IntN(100_000_000)), "customer_id": random.IntN(5_000_000),
			"email": fmt.Sprintf("user%d@example.com", random.IntN(100_000)), "currency": []string{"EUR", "USD", "GBP", "JPY"}[random.IntN(4)],
			"total_cents": total, "items": items}
		if random.IntN(3) > 0 {
			// An odd last digit: a whole number would be written as 7 by one side and as 7.0 by the other.
			orders[i]["address"] = map[string]any{"street": fmt.Sprintf("%d Main Street", 1+random.IntN(200)),
				"city": cities[random.IntN(len(cities))], "country": "XX",
				"latitude": float64(random.IntN(89_000)*2+1) / 1000 / 2, "longitude": float64(random.IntN(179_000)*2+1) / 1000 / 2}
		}
		if random.IntN(2) == 0 {
			orders[i]["labels"] = map[string]string{"channel": "web", "campaign": fmt.Sprintf("c-%d", random.IntN(50)), "ab": "b"}
		}
		if random.IntN(4) == 0 {
			orders[i]["note"] = "Please ring twice.\nThe bell is \"broken\"\tsometimes."
		}
		switch random.IntN(32) {
		case 0:
			orders[i]["total_cents"] = total + 1
		case 1:
			orders[i]["email"] = "nobody"
		case 2:
			orders[i]["currency"] = "XAU"
		case 3:
			items[0]["quantity"] = 0
		}
	}
	body, err := json.Marshal(orders)
	if err != nil {
		panic(err)
	}
	head := fmt.Sprintf("POST /v1/orders/batch HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: outlet/2.4\r\nAccept: application/json\r\n"+
		"Authorization: Bearer 5ca1ab1e\r\nContent-Type: application/json\r\nX-Signature: %s\r\nContent-Length: %d\r\n\r\n", sign(body), len(body))
	return append([]byte(head), body...)
}
