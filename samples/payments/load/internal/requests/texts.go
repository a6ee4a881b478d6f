package requests

import "fmt"

var gifts = []string{
	"rose", "heart", "coffee", "balloon", "cake", "star", "perfume", "bouquet", "guitar", "fireworks",
	"crown", "drum", "swan", "train", "sports-car", "yacht", "castle", "planet", "lion", "universe",
}

var friendly = []string{
	"Thank you for the stream, that last song made my whole evening!",
	"Happy birthday from all of us in Lyon, enjoy the day and see you on Saturday",
	"You were great today. Can you play the second one again, a little slower?",
	"gg!! best final I have seen this year, greetings to the whole team",
	"I promised you a castle if you finish the marathon, so here it is :)",
	"Für dich, liebe Grüße aus München und bis nächste Woche",
	"Merci beaucoup, c'était magnifique, à très bientôt j'espère",
	"¡Qué voz tienes! Saludos desde Guadalajara y un abrazo grande",
	"素敵な配信をありがとう、また明日も楽しみにしています",
	"Terima kasih banyak, semoga sukses selalu ya kak",
	"Спасибо за концерт, это было очень красиво",
	"شكرا جزيلا على البث الجميل",
	"For the new microphone 🎤🎤 you deserve it",
	"Cảm ơn bạn rất nhiều, hát hay quá đi",
	"ok",
	"This is for the dog. Please buy him the good food and show us his new bed next time, he is the real star of this channel!",
}

var suspicious = []string{
	"Please buy gift cards for me and send the codes right now",
	"write me on telegram, I can sell coins cheap",
	"my card is 4111 1111 1111 1111 please double your money",
	"URGENT: pay the customs fee before midnight, details at https://bit.ly/3xYz12",
	"send to DE89 3704 0044 0532 0130 00 and I refund your money",
	"call +44 20 7946 0958 or see www.example.com/win",
	"act fast!!!! 0x52908400098527886E0F7030069857D2E4169EE7",
}

var phones = []string{"SM-A546B", "Pixel 8", "iPhone16,2", "Redmi Note 12", "CPH2587", "M2101K6G"}

// Message draws a message; one in twelve looks like fraud.
func (m *Maker) Message() string {
	if m.Random.IntN(12) == 0 {
		return m.pick(suspicious)
	}
	return m.pick(friendly)
}

// gift draws cheap gifts more often than dear ones.
func (m *Maker) gift() string {
	return gifts[min(m.Random.IntN(len(gifts)), m.Random.IntN(len(gifts)))]
}

func (m *Maker) device() string {
	switch m.Random.IntN(40) {
	case 0:
		return "Android 13; sdk_gphone64_x86_64 emulator; app/8.2.0; locale=en_US"
	case 1:
		return "Linux; HeadlessChrome/124.0; app/web; locale=xx_US"
	case 2:
		return "Android 9; rooted; Magisk 26; app/3.9.1; locale=id_ID"
	}
	return fmt.Sprintf("Android %d; %s Build/UP1A.%06d; app/8.%d.%d; locale=%s; net=wifi",
		10+m.Random.IntN(5), m.pick(phones), m.Random.IntN(300_000), m.Random.IntN(6), m.Random.IntN(10),
		m.pick([]string{"en_US", "de_DE", "ja_JP", "id_ID", "pt_BR", "es_MX", "ar_SA", "vi_VN"}))
}
