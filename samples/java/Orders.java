import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * Books the orders of a shop in two named threads: JSON, regular expressions, exact money, hashes, packing, a journal
 * on disk, and enough garbage for the collector to show. Usage: java Orders [ROUNDS]; the same work each time.
 */
public final class Orders {
    private record Line(String sku, BigDecimal price, int quantity) {}

    private record Order(int number, String customer, List<Line> lines, String note, BigDecimal total) {}

    /** A small linear congruential generator, so that the data are the same on every machine. */
    private static final class Random {
        private int state;

        Random(int seed) {
            state = seed;
        }

        int below(int limit) {
            state = state * 1664525 + 1013904223;
            return (int) ((state & 0xffffffffL) * limit >>> 32);
        }
    }

    /** The part of JSON that the orders use. */
    private static final class Json {
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static Object parse(String text) {
            return new Json(text).value();
        }

        private Object value() {
            char first = text.charAt(at);
            if (first == '{') return object();
            if (first == '[') return array();
            return first == '"' ? string() : number();
        }

        private Map<String, Object> object() {
            Map<String, Object> fields = new LinkedHashMap<>();
            do {
                at++;
                String key = string();
                at++;
                fields.put(key, value());
            } while (text.charAt(at) == ',');
            at++;
            return fields;
        }

        private List<Object> array() {
            List<Object> items = new ArrayList<>();
            do {
                at++;
                items.add(value());
            } while (text.charAt(at) == ',');
            at++;
            return items;
        }

        private String string() {
            StringBuilder letters = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\') at++;
                letters.append(text.charAt(at));
            }
            at++;
            return letters.toString();
        }

        private BigDecimal number() {
            int begin = at;
            while ("0123456789.-".indexOf(text.charAt(at)) >= 0) at++;
            return new BigDecimal(text.substring(begin, at));
        }
    }

    private static final Pattern CARD = Pattern.compile("\\b(\\d{4})[ -](\\d{4})[ -](\\d{4})[ -](\\d{4})\\b");
    private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@(?:[a-z0-9-]+\\.)+[a-z]{2,}");
    private static final Comparator<Order> ORDER =
            Comparator.comparing(Order::customer).thenComparing(Order::total).thenComparingInt(Order::number);

    private static List<String> makeOrders(int count, Random random) {
        String[] words = "profile sample stack frame thread cache queue index table parser server client".split(" ");
        List<String> rows = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            StringBuilder row = new StringBuilder("{\"number\":" + number + ",\"customer\":\"user." + random.below(400)
                    + "@mail.example.org\",\"lines\":[");
            int lines = 1 + random.below(4);
            for (int i = 0; i < lines; i++) {
                row.append(i == 0 ? "" : ",").append("{\"sku\":\"").append(words[random.below(12)]).append('-')
                        .append(random.below(90)).append("\",\"price\":").append(random.below(90000)).append('.')
                        .append(10 + random.below(90)).append(",\"quantity\":").append(1 + random.below(5)).append('}');
            }
            row.append("],\"note\":\"");
            for (int i = 0; i < 16; i++) row.append(words[random.below(12)]).append(' ');
            if (random.below(4) == 0) row.append("card 4000-1234-5678-").append(1000 + random.below(9000));
            rows.add(row.append("\"}").toString());
        }
        return rows;
    }

    @SuppressWarnings("unchecked")
    private static Order readOrder(String row) {
        Map<String, Object> fields = (Map<String, Object>) Json.parse(row);
        String customer = (String) fields.get("customer");
        if (!ADDRESS.matcher(customer).matches()) throw new IllegalArgumentException(customer + " is no address");
        List<Line> lines = new ArrayList<>();
        for (Object item : (List<Object>) fields.get("lines")) {
            Map<String, Object> line = (Map<String, Object>) item;
            lines.add(new Line((String) line.get("sku"), (BigDecimal) line.get("price"),
                    ((BigDecimal) line.get("quantity")).intValueExact()));
        }
        int number = ((BigDecimal) fields.get("number")).intValueExact();
        return new Order(number, customer, lines, hideCards((String) fields.get("note")), price(lines));
    }

    /** Lines with 7 % tax each, rounded to cents as a till does. */
    private static BigDecimal price(List<Line> lines) {
        BigDecimal total = BigDecimal.ZERO;
        for (Line line : lines) {
            BigDecimal net = line.price.multiply(BigDecimal.valueOf(line.quantity));
            BigDecimal tax = net.multiply(BigDecimal.valueOf(7, 2)).setScale(2, RoundingMode.HALF_EVEN);
            total = total.add(net).add(tax);
        }
        return total;
    }

    private static String hideCards(String note) {
        return CARD.matcher(note).replaceAll(match -> "**** **** **** " + match.group(4));
    }

    /** Edit distance by plain loops: the own code that a rewrite would win most on. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j < previous.length; j++) previous[j] = j;
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[previous.length];
            current[0] = i;
            for (int j = 1; j < current.length; j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }

    private static int countDoubles(List<Order> orders) {
        int doubles = 0;
        for (int i = 1; i < orders.size(); i++) {
            Order one = orders.get(i - 1);
            Order other = orders.get(i);
            if (one.customer.equals(other.customer)
                    && distance(one.note.substring(0, 40), other.note.substring(0, 40)) < 24) doubles++;
        }
        return doubles;
    }

    private static String sign(Order order, MessageDigest digest) {
        String text = order.number + "|" + order.customer + "|" + order.total;
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] pack(List<Order> orders) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packer = new GZIPOutputStream(bytes)) {
            for (Order order : orders) {
                String text = String.format("%d;%s;%.2f;%s%n", order.number, order.customer, order.total, order.note);
                packer.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String bookOrders(List<String> rows, int rounds) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Map<String, BigDecimal> balances = new HashMap<>();
        List<List<Order>> history = new ArrayList<>();
        int doubles = 0;
        String last = "";
        for (int round = 0; round < rounds; round++) {
            List<Order> orders = rows.stream().map(Orders::readOrder).sorted(ORDER).collect(Collectors.toList());
            for (Order order : orders) balances.merge(order.customer, order.total, BigDecimal::add);
            doubles += countDoubles(orders);
            for (Order order : orders) last = sign(order, digest);
            history.add(orders); // some orders live for a while, so that the collector has something to copy
            if (history.size() > 12) history.remove(0);
        }
        return doubles + " doubles, " + balances.size() + " customers, last " + last.substring(0, 8);
    }

    private static String writeJournal(List<String> rows, int rounds) throws IOException {
        Path path = Files.createTempFile(Path.of("."), "journal", ".gz");
        long written = 0;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            for (int round = 0; round < rounds; round += 2) {
                List<Order> orders = rows.stream().map(Orders::readOrder).collect(Collectors.toList());
                ByteBuffer block = ByteBuffer.wrap(pack(orders));
                while (block.hasRemaining()) written += file.write(block);
                file.force(true);
                file.position(0);
            }
        }
        return written + " bytes of journal";
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 1 ? Integer.parseInt(arguments[0]) : 0;
        if (rounds < 1 || rounds > 1000) {
            System.err.println("usage: java Orders ROUNDS (1 to 1000)");
            System.exit(2);
        }
        List<String> rows = makeOrders(3000, new Random(7));
        int[] threads = {0};
        String[] names = {"order booker", "journal-writer"};
        ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, names[threads[0]++]));
        List<Callable<String>> tasks = List.of(() -> bookOrders(rows, rounds), () -> writeJournal(rows, rounds));
        for (Future<String> answer : pool.invokeAll(tasks)) System.out.println(answer.get());
        pool.shutdown();
    }
}
