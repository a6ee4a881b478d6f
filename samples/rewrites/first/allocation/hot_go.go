//go:build !rust

package main

import (
	"bytes"
	"strconv"
)

// node is a number, a name, or an operation on two nodes.
type node struct {
	operator    byte // 0 for a leaf
	name        string
	value       int64
	left, right *node
}

// hot has the facts in its first line, as name=value, and a rule in each line after it, as (+ 3 (* stock price)). Each rule
// is parsed into a tree, simplified into another, and evaluated; the answer has the simplified rule, its value and its size.
//
//go:noinline
func hot(input []byte) []byte {
	lines := bytes.Split(input, []byte{'\n'})
	facts := map[string]int64{}
	for _, fact := range bytes.Fields(lines[0]) {
		name, text, _ := bytes.Cut(fact, []byte{'='})
		value, err := strconv.ParseInt(string(text), 10, 64)
		if err != nil {
			return []byte("malformed fact")
		}
		facts[string(name)] = value
	}
	var out []byte
	for _, line := range lines[1:] {
		tree, rest := parse(line)
		if tree == nil || len(rest) > 0 {
			out = append(out, "malformed rule\n"...)
			continue
		}
		tree = simplify(tree)
		out = write(out, tree)
		out = append(out, " = "...)
		out = strconv.AppendInt(out, evaluate(tree, facts), 10)
		out = append(out, ", "...)
		out = strconv.AppendInt(out, int64(size(tree)), 10)
		out = append(out, '\n')
	}
	return out
}

// parse returns a tree and what stands after it, or nil.
func parse(text []byte) (*node, []byte) {
	if len(text) > 2 && text[0] == '(' && text[2] == ' ' {
		operator := text[1]
		left, rest := parse(text[3:])
		if left == nil || len(rest) == 0 || rest[0] != ' ' {
			return nil, nil
		}
		right, rest := parse(rest[1:])
		if right == nil || len(rest) == 0 || rest[0] != ')' {
			return nil, nil
		}
		return &node{operator: operator, left: left, right: right}, rest[1:]
	}
	end := bytes.IndexAny(text, " )")
	if end < 0 {
		end = len(text)
	}
	if end == 0 {
		return nil, nil
	}
	if value, err := strconv.ParseInt(string(text[:end]), 10, 64); err == nil {
		return &node{value: value}, text[end:]
	}
	return &node{name: string(text[:end])}, text[end:]
}

// simplify makes a new tree in which operations on numbers are done, and those that change nothing are gone.
func simplify(n *node) *node {
	if n.operator == 0 {
		return &node{name: n.name, value: n.value}
	}
	left, right := simplify(n.left), simplify(n.right)
	if left.number() && right.number() {
		return &node{value: apply(n.operator, left.value, right.value)}
	}
	if right.number() && right.value == 0 && (n.operator == '+' || n.operator == '-') {
		return left
	}
	if left.number() && left.value == 1 && n.operator == '*' {
		return right
	}
	return &node{operator: n.operator, left: left, right: right}
}

func (n *node) number() bool { return n.operator == 0 && n.name == "" }

func apply(operator byte, a, b int64) int64 {
	switch operator {
	case '+':
		return a + b
	case '-':
		return a - b
	case '*':
		return a * b
	case '<':
		return min(a, b)
	case '>':
		return max(a, b)
	}
	return 0
}

func evaluate(n *node, facts map[string]int64) int64 {
	if n.operator != 0 {
		return apply(n.operator, evaluate(n.left, facts), evaluate(n.right, facts))
	}
	if n.name != "" {
		return facts[n.name]
	}
	return n.value
}

func size(n *node) int {
	if n.operator == 0 {
		return 1
	}
	return 1 + size(n.left) + size(n.right)
}

func write(out []byte, n *node) []byte {
	if n.operator == 0 {
		if n.name != "" {
			return append(out, n.name...)
		}
		return strconv.AppendInt(out, n.value, 10)
	}
	out = append(out, '(', n.operator, ' ')
	out = append(write(out, n.left), ' ')
	return append(write(out, n.right), ')')
}
