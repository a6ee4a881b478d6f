// Counts and sorts the words of a generated text, in two named threads. Usage: words ROUNDS
#include <pthread.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
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
std::string generateText(size_t words, uint64_t seed) {
  Random random(seed);
  std::string text;
  for (size_t i = 0; i < words; i++) {
    const uint32_t length = 2 + std::min(random.below(8), random.below(8));
    for (uint32_t j = 0; j < length; j++) text += "etaoinshrdlucmfw"[std::min(random.below(16), random.below(16))];
    text += i % 12 == 11 ? '\n' : ' ';
  }
  return text;
}

std::vector<std::string_view> tokenize(std::string_view text) {
  std::vector<std::string_view> tokens;
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] != ' ' && text[i] != '\n') continue;
    if (i > begin) tokens.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return tokens;
}

/** FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
__attribute__((noinline)) uint64_t hashWord(std::string_view word) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : word) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

class WordCounter {
 public:
  void add(std::string_view word) {
    checksum_ += hashWord(word);
    counts_[std::string(word)]++;
  }
  std::string report(size_t limit) const;

 private:
  std::unordered_map<std::string, uint64_t> counts_;
  uint64_t checksum_ = 0;
};

/** The most frequent words, one a line. */
std::string WordCounter::report(size_t limit) const {
  std::vector<std::pair<std::string, uint64_t>> rows(counts_.begin(), counts_.end());
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  std::string text;
  for (size_t i = 0; i < std::min(limit, rows.size()); i++) {
    text += rows[i].first + " " + std::to_string(rows[i].second) + "\n";
  }
  return text + "checksum " + std::to_string(checksum_) + "\n";
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

void countWords(const std::string& text, int rounds, std::string& answer) {
  pthread_setname_np(pthread_self(), "word-count");
  WordCounter counter;
  for (int round = 0; round < rounds; round++) {
    for (const std::string_view word : tokenize(text)) counter.add(word);
  }
  answer = counter.report(5);
}

void sortWords(const std::string& text, int rounds, std::string& answer) {
  pthread_setname_np(pthread_self(), "sort worker 42");
  for (int round = 0; round < rounds; round++) {
    std::vector<std::string_view> words = tokenize(text);
    std::vector<std::string_view> spare(words.size());
    mergeSort(words, spare, 0, words.size());
    answer = "first " + std::string(words.front()) + ", last " + std::string(words.back()) + "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc == 2 ? std::atoi(argv[1]) : 0;
  if (rounds < 1 || rounds > 1000) {
    std::fprintf(stderr, "usage: words ROUNDS (1 to 1000)\n");
    return 2;
  }
  const std::string text = generateText(100000, 2463534242);
  std::string counted, sorted;
  std::thread counter(countWords, std::cref(text), rounds, std::ref(counted));
  std::thread sorter(sortWords, std::cref(text), rounds, std::ref(sorted));
  counter.join();
  sorter.join();
  std::printf("%s%s", counted.c_str(), sorted.c_str());
}
