// Render turns pages of markup into compressed HTML, with a list of links and a search index for each.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/crc32"
	"html"
	"math/rand/v2"
	"regexp"
	"sort"
	"strings"

	"example.com/gcattribution/internal/measure"
)

type node struct {
	kind     string
	text     string
	href     string
	children []*node
}

type entry struct {
	word  string
	count int
	lines []int
}

// stored is one page with what every function makes of it.
type stored struct {
	text   string
	tree   *node
	html   string
	links  []string
	index  []*entry
	packed []byte
}

var link = regexp.MustCompile(`\[([^\]]+)\]\((https?://[a-z0-9.-]+)(/[^)]*)?\)`)

func main() {
	measure.Run(measure.Program{
		Name:      "render",
		Functions: []string{"parsePage", "writeHTML", "findLinks", "indexWords", "packPage"},
		Items:     3_000,
		Prepare: func(on func(string) bool, _ int) func(i, w int) uint64 {
			pages := makePages(500)
			parse, write, find, index, pack := on("parsePage"), on("writeHTML"), on("findLinks"), on("indexWords"), on("packPage")
			return func(i, _ int) uint64 {
				p := pages[i%len(pages)]
				tree, page, links, words, packed := p.tree, p.html, p.links, p.index, p.packed
				if parse {
					tree = parsePage(p.text)
				}
				if write {
					page = writeHTML(tree)
				}
				if find {
					links = findLinks(p.text)
				}
				if index {
					words = indexWords(p.text)
				}
				if pack {
					packed = packPage(page)
				}
				return uint64(crc32.ChecksumIEEE(packed)) + uint64(len(page)) + uint64(len(links)) + uint64(len(words)) + uint64(len(tree.children))
			}
		},
	})
}

// parsePage makes a tree of blocks and of the spans inside them.
func parsePage(text string) *node {
	root := &node{kind: "page"}
	for _, block := range strings.Split(text, "\n\n") {
		switch {
		case strings.HasPrefix(block, "# "):
			root.children = append(root.children, &node{kind: "h1", children: parseSpans(block[2:])})
		case strings.HasPrefix(block, "- "):
			list := &node{kind: "ul"}
			for _, line := range strings.Split(block, "\n") {
				list.children = append(list.children, &node{kind: "li", children: parseSpans(strings.TrimPrefix(line, "- "))})
			}
			root.children = append(root.children, list)
		default:
			root.children = append(root.children, &node{kind: "p", children: parseSpans(block)})
		}
	}
	return root
}

func parseSpans(text string) []*node {
	var spans []*node
	for text != "" {
		at := strings.IndexAny(text, "*`[")
		if at == -1 {
			return append(spans, &node{kind: "text", text: text})
		}
		if at > 0 {
			spans = append(spans, &node{kind: "text", text: text[:at]})
		}
		mark, rest := text[at], text[at+1:]
		closing := map[byte]string{'*': "*", '`': "`", '[': "]"}[mark]
		inner, after, found := strings.Cut(rest, closing)
		if !found {
			return append(spans, &node{kind: "text", text: text[at:]})
		}
		switch mark {
		case '*':
			spans = append(spans, &node{kind: "em", children: parseSpans(inner)})
		case '`':
			spans = append(spans, &node{kind: "code", text: inner})
		default:
			href, tail, _ := strings.Cut(strings.TrimPrefix(after, "("), ")")
			spans = append(spans, &node{kind: "a", href: href, children: parseSpans(inner)})
			after = tail
		}
		text = after
	}
	return spans
}

func writeHTML(root *node) string {
	var out strings.Builder
	out.WriteString("<!doctype html>\n")
	writeNode(&out, root)
	return out.String()
}

func writeNode(out *strings.Builder, n *node) {
	switch n.kind {
	case "text":
		out.WriteString(html.EscapeString(n.text))
		return
	case "code":
		out.WriteString(fmt.Sprintf("<code>%s</code>", html.EscapeString(n.text)))
		return
	case "a":
		out.WriteString(fmt.Sprintf("<a href=%q>", n.href))
	default:
		out.WriteString("<" + n.kind + ">")
	}
	for _, child := range n.children {
		writeNode(out, child)
	}
	out.WriteString("</" + n.kind + ">")
	if n.kind == "p" || n.kind == "li" || n.kind == "h1" {
		out.WriteByte('\n')
	}
}

func findLinks(text string) []string {
	var links []string
	for _, match := range link.FindAllStringSubmatch(text, -1) {
		links = append(links, strings.ToLower(match[2])+match[3])
	}
	return links
}

func indexWords(text string) []*entry {
	words := map[string]*entry{}
	for n, line := range strings.Split(text, "\n") {
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r < 'A' || r > 'z' }) {
			word = strings.ToLower(word)
			e := words[word]
			if e == nil {
				e = &entry{word: word}
				words[word] = e
			}
			e.count++
			e.lines = append(e.lines, n)
		}
	}
	entries := make([]*entry, 0, len(words))
	for _, e := range words {
		entries = append(entries, e)
	}
	sort.Slice(entries, func(a, b int) bool {
		return entries[a].count > entries[b].count || (entries[a].count == entries[b].count && entries[a].word < entries[b].word)
	})
	return entries
}

// packPage makes a compressor anew for each page, as programs do that have not met its size yet: about 800 KiB.
func packPage(page string) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed+1)
	if err != nil {
		panic(err)
	}
	if _, err := w.Write([]byte(page)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func makePages(count int) []*stored {
	random := rand.New(rand.NewPCG(5, 6))
	vocabulary := make([]string, 3_000)
	for n := range vocabulary {
		letters := make([]byte, 3+random.IntN(8))
		for k := range letters {
			letters[k] = byte('a' + random.IntN(26))
		}
		vocabulary[n] = string(letters)
	}
	word := func() string { return vocabulary[int(float64(len(vocabulary))*random.Float64()*random.Float64())] }
	pages := make([]*stored, count)
	for n := range pages {
		var text strings.Builder
		for block := range 20 {
			if block > 0 {
				text.WriteString("\n\n")
			}
			switch block % 5 {
			case 0:
				text.WriteString("# " + word() + " " + word())
			case 3:
				for k := range 4 {
					text.WriteString(map[bool]string{true: "", false: "\n"}[k == 0] + "- " + word() + " *" + word() + "* " + word())
				}
			default:
				for range 30 {
					switch random.IntN(9) {
					case 0:
						fmt.Fprintf(&text, "*%s %s* ", word(), word())
					case 1:
						fmt.Fprintf(&text, "`%s < %s` ", word(), word())
					case 2:
						fmt.Fprintf(&text, "[%s](https://%s.example/%s) ", word(), word(), word())
					default:
						text.WriteString(word() + " ")
					}
				}
			}
		}
		p := &stored{text: text.String()}
		p.tree = parsePage(p.text)
		p.html = writeHTML(p.tree)
		p.links = findLinks(p.text)
		p.index = indexWords(p.text)
		p.packed = packPage(p.html)
		pages[n] = p
	}
	return pages
}
