// Reads orders as JSON lines, sorts them and packs them into an archive, in three named threads. Usage: orders ROUNDS
#include <pthread.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <regex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace {

/** xorshift64: the same text on every machine. */
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint32_t below(uint32_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<uint32_t>(state_ >> 33) % limit;
  }

 private:
  uint64_t state_;
};

/** Words of 2 to 9 letters; short ones repeat often, as in a language. */
std::string randomWord(Random& random) {
  std::string word;
  const uint32_t length = 2 + std::min(random.below(8), random.below(8));
  for (uint32_t i = 0; i < length; i++) word += "etaoinshrdlucmfw"[std::min(random.below(16), random.below(16))];
  return word;
}

std::string generateOrders(size_t count, uint64_t seed) {
  Random random(seed);
  std::string text;
  for (size_t i = 0; i < count; i++) {
    text += R"({"id":)" + std::to_string(i) + R"(,"customer":")" + randomWord(random) + R"(","lines":[)";
    const uint32_t lines = 1 + random.below(4);
    for (uint32_t j = 0; j < lines; j++) {
      const char letters[] = {static_cast<char>('A' + random.below(26)), static_cast<char>('A' + random.below(26)), 0};
      text += std::string(j ? "," : "") + R"({"sku":")" + letters + "-" + std::to_string(100 + random.below(900)) +
              R"(","cents":)" + std::to_string(99 + random.below(20000)) + "}";
    }
    text += R"(],"note":")";
    for (uint32_t j = 0; j < 6; j++) text += (j ? " " : "") + randomWord(random);
    text += "\"}\n";
  }
  return text;
}

namespace json {

struct Value;
using Array = std::vector<Value>;
using Object = std::map<std::string, Value, std::less<>>;

struct Value {
  std::variant<double, std::string, std::unique_ptr<Array>, std::unique_ptr<Object>> data;
  const Object& object() const { return *std::get<std::unique_ptr<Object>>(data); }
  const Array& array() const { return *std::get<std::unique_ptr<Array>>(data); }
  const std::string& text() const { return std::get<std::string>(data); }
  double number() const { return std::get<double>(data); }
};

/** The part of JSON that the orders use: objects, arrays, numbers and strings without escapes. */
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Value parse() {
    switch (peek()) {
      case '{': return {std::make_unique<Object>(parseObject())};
      case '[': return {std::make_unique<Array>(parseArray())};
      case '"': return {parseString()};
      default: return {parseNumber()};
    }
  }

 private:
  char peek() const {
    if (at_ >= text_.size()) throw std::runtime_error("the text ends too early");
    return text_[at_];
  }
  void expect(char wanted) {
    if (peek() != wanted) throw std::runtime_error("unexpected character");
    at_++;
  }
  bool another(char close) {
    if (peek() == ',') return at_++, true;
    return expect(close), false;
  }
  Object parseObject() {
    Object object;
    expect('{');
    do {
      std::string key = parseString();
      expect(':');
      object.emplace(std::move(key), parse());
    } while (another('}'));
    return object;
  }
  Array parseArray() {
    Array array;
    expect('[');
    do array.push_back(parse());
    while (another(']'));
    return array;
  }
  std::string parseString() {
    expect('"');
    const size_t begin = at_;
    while (peek() != '"') at_++;
    return std::string(text_.substr(begin, at_++ - begin));
  }
  double parseNumber() {
    double number = 0;
    for (; peek() >= '0' && peek() <= '9'; at_++) number = number * 10 + (text_[at_] - '0');
    return number;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace json

/** FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
__attribute__((noinline)) uint64_t hashText(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

template <typename Visit>
void eachLine(std::string_view text, Visit&& visit) {
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    visit(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

class Ledger {
 public:
  void add(const json::Value& order) {
    static const std::regex sku("^[A-M][A-Z]-[1-9]\\d+$");
    const json::Object& fields = order.object();
    const std::string& customer = fields.find("customer")->second.text();
    double cents = 0;
    for (const json::Value& line : fields.find("lines")->second.array()) {
      const json::Object& item = line.object();
      if (std::regex_match(item.find("sku")->second.text(), sku)) reduced_++;
      cents += item.find("cents")->second.number();
    }
    totals_[customer] += cents;
    checksum_ += hashText(customer) ^ hashText(fields.find("note")->second.text());
  }
  std::string report(size_t limit) const;

 private:
  std::unordered_map<std::string, double> totals_;
  uint64_t reduced_ = 0;
  uint64_t checksum_ = 0;
};

/** The best customers, one a line. */
std::string Ledger::report(size_t limit) const {
  std::vector<std::pair<std::string, double>> rows(totals_.begin(), totals_.end());
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  std::string text;
  for (size_t i = 0; i < std::min(limit, rows.size()); i++) {
    text += rows[i].first + " " + std::to_string(rows[i].second) + "\n";
  }
  return text + "reduced " + std::to_string(reduced_) + ", checksum " + std::to_string(checksum_) + "\n";
}

template <typename T>
void mergeSort(std::vector<T>& items, std::vector<T>& spare, size_t begin, size_t end) {
  if (end - begin < 2) return;
  const size_t middle = begin + (end - begin) / 2;
  mergeSort(items, spare, begin, middle);
  mergeSort(items, spare, middle, end);
  std::merge(items.begin() + begin, items.begin() + middle, items.begin() + middle, items.begin() + end,
             spare.begin() + begin);
  std::copy(spare.begin() + begin, spare.begin() + end, items.begin() + begin);
}

void readOrders(const std::string& text, int rounds, std::string& answer) {
  pthread_setname_np(pthread_self(), "order-reader");
  Ledger ledger;
  for (int round = 0; round < rounds; round++) {
    eachLine(text, [&](std::string_view line) { ledger.add(json::Parser(line).parse()); });
  }
  answer = ledger.report(3);
}

void sortOrders(const std::string& text, int rounds, std::string& answer) {
  pthread_setname_np(pthread_self(), "sort worker 42");
  for (int round = 0; round < rounds; round++) {
    std::vector<std::string_view> lines;
    eachLine(text, [&](std::string_view line) { lines.push_back(line); });
    std::vector<std::string_view> spare(lines.size());
    for (const char* field : {"customer", "lines", "note"}) {
      for (std::string_view& line : lines) {
        const size_t at = line.find(field);
        if (at != std::string_view::npos) line.remove_prefix(at);
      }
      mergeSort(lines, spare, 0, lines.size());
    }
    answer = "last " + std::string(lines.back()) + "\n";
  }
}

/** Copies every second block of the text, packs it and appends it to a file that has no name. */
void packOrders(const std::string& text, int rounds, std::string& answer) {
  pthread_setname_np(pthread_self(), "archiver");
  constexpr size_t blockBytes = 1 << 18;
  std::FILE* file = std::tmpfile();
  if (file == nullptr) return;
  size_t packed = 0;
  for (int round = 0; round < rounds; round++) {
    for (size_t begin = 0; begin + blockBytes < text.size(); begin += 2 * blockBytes) {
      std::vector<Bytef> block(blockBytes);
      std::memcpy(block.data(), text.data() + begin, block.size());
      uLongf bytes = compressBound(block.size());
      std::vector<Bytef> target(bytes);
      if (compress2(target.data(), &bytes, block.data(), block.size(), 1) != Z_OK) break;
      packed += std::fwrite(target.data(), 1, bytes, file) + crc32(0, target.data(), bytes) % 2;
    }
    std::fflush(file);
    std::rewind(file);
  }
  std::fclose(file);
  answer = "packed " + std::to_string(packed) + "\n";
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc == 2 ? std::atoi(argv[1]) : 0;
  if (rounds < 1 || rounds > 1000) {
    std::fprintf(stderr, "usage: orders ROUNDS (1 to 1000)\n");
    return 2;
  }
  const std::string text = generateOrders(8000, 2463534242);
  std::string read, sorted, packed;
  std::thread reader(readOrders, std::cref(text), rounds, std::ref(read));
  std::thread sorter(sortOrders, std::cref(text), rounds, std::ref(sorted));
  std::thread packer(packOrders, std::cref(text), rounds, std::ref(packed));
  for (std::thread* thread : {&reader, &sorter, &packer}) thread->join();
  std::printf("%s%s%s", read.c_str(), sorted.c_str(), packed.c_str());
}
