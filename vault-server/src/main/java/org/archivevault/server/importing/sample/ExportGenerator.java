package org.archivevault.server.importing.sample;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.server.importing.ExportEncoding;
import org.archivevault.server.importing.sample.SampleNames.Dice;

/**
 * Invents an archive from a seed: the same seed always gives the same packs, in any order. Positions are those of the
 * plan, in sequence; packs beyond its last slot have none.
 */
public final class ExportGenerator {
    /** Pages of each pack: what 6,000,000 pages in 1,000,000 packs come to. */
    public static final int PAGES_PER_PACK = 6;

    private static final String HEADER = "业务工单号,户号,户名,业务类型,归档日期,档案包号,条码,EPC,封签号,密级,文件号,文件题名,页号,储位码\r\n";
    private static final List<String> KINDS = List.of("新装", "增容", "减容", "过户", "改类", "暂停", "销户", "分户");
    private static final List<String> TITLES = List.of("用电申请书", "供用电合同", "现场勘查单", "竣工验收单", "装表接电单");
    private static final LocalDate FIRST_DAY = LocalDate.of(2008, 1, 2);
    private static final int ORDERS_PER_DAY = 160;
    private static final int SECOND_PACK_EVERY = 50;
    private static final long AREA = 530426;

    private final long seed;
    private final int packs;
    private final List<SlotRange> slots;

    /**
     * @param seed any number
     * @param packs how many packs
     * @param plan whose slots they lie in; null for packs without a place
     */
    public ExportGenerator(long seed, int packs, @org.jspecify.annotations.Nullable SitePlan plan) {
        this.seed = seed;
        this.packs = packs;
        this.slots = plan == null ? List.of() : SlotRange.of(plan);
    }

    /**
     * How many packs there are.
     *
     * @return as given
     */
    public int packs() {
        return packs;
    }

    /**
     * One pack.
     *
     * @param index 0 to {@link #packs()} − 1
     * @return the pack
     */
    public SamplePack pack(int index) {
        int order = orderOf(index);
        Dice dice = new Dice(seed * 31 + order);
        LocalDate day = FIRST_DAY.plusDays(order / ORDERS_PER_DAY);
        int customer = (int) Long.remainderUnsigned(dice.next(), Math.max(1, packs * 2L / 5));
        Dice byCustomer = new Dice(seed * 37 + customer);
        String kind = KINDS.get(dice.below(KINDS.size()));
        int first = dice.below(TITLES.size());
        return new SamplePack(
                String.format(Locale.ROOT, "%d%tY%<tm%<td%04d", AREA, day, order % ORDERS_PER_DAY + 1),
                String.format(Locale.ROOT, "%d%07d", AREA % 10000, customer),
                SampleNames.name(byCustomer),
                kind,
                day,
                String.format(Locale.ROOT, "P%08d", index + 1),
                String.format(Locale.ROOT, "69%011d", index + 1),
                String.format(Locale.ROOT, "E280%020X", new Dice(seed * 41 + index).next()),
                String.format(Locale.ROOT, "F%09d", index + 1),
                dice.below(100) == 0 ? 3 : 1 + dice.below(10) / 9,
                List.of(TITLES.get(first), TITLES.get((first + 1) % TITLES.size())),
                PAGES_PER_PACK / 2,
                positionOf(index));
    }

    /**
     * Writes the export, with header, CRLF line ends, and quotes where they are due.
     *
     * @param out where to; left open
     * @param encoding in which characters
     * @throws IOException when it cannot be written
     */
    public void write(OutputStream out, ExportEncoding encoding) throws IOException {
        Writer writer = new BufferedWriter(
                new OutputStreamWriter(
                        out,
                        encoding.charset()
                                .newEncoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16);
        writer.write(HEADER);
        StringBuilder lines = new StringBuilder(2048);
        for (int i = 0; i < packs; i++) {
            lines.setLength(0);
            append(lines, pack(i));
            writer.append(lines);
        }
        writer.flush();
    }

    private static void append(StringBuilder lines, SamplePack pack) {
        String head = String.join(
                        ",",
                        pack.orderNo(),
                        pack.customerNo(),
                        pack.customerName(),
                        pack.kind(),
                        pack.filedOn().toString(),
                        pack.packNo(),
                        pack.barcode(),
                        pack.epc(),
                        pack.sealNo(),
                        String.valueOf(pack.securityClass()))
                + ",";
        String tail = "," + (pack.positionCode() == null ? "" : pack.positionCode()) + "\r\n";
        for (int d = 0; d < pack.documents().size(); d++) {
            for (int page = 1; page <= pack.pagesPerDocument(); page++) {
                lines.append(head)
                        .append(SamplePack.documentNo(d))
                        .append(",\"")
                        .append(pack.documents().get(d))
                        .append("\",")
                        .append(page)
                        .append(tail);
            }
        }
    }

    /** Pack 49 belongs to the order of pack 48, pack 99 to that of 98, and so on: those orders have two packs. */
    private static int orderOf(int index) {
        return index % SECOND_PACK_EVERY == SECOND_PACK_EVERY - 1 ? index - 1 : index;
    }

    private @org.jspecify.annotations.Nullable String positionOf(int index) {
        long left = index;
        for (SlotRange range : slots) {
            if (left < range.size()) {
                return range.code((int) left);
            }
            left -= range.size();
        }
        return null;
    }

    /** The slots of one face of one carriage, in sequence. */
    private record SlotRange(ShelfAddress first, int bays, int levels, int slots) {
        static List<SlotRange> of(SitePlan plan) {
            return plan.blocks().stream()
                    .flatMap(block -> block.carriages().stream()
                            .flatMap(carriage -> carriage.faces().stream()
                                    .map(face -> new SlotRange(
                                            new ShelfAddress(block.id(), carriage.number(), face, 1, 1, 1),
                                            carriage.bays(),
                                            carriage.levels(),
                                            carriage.slots()))))
                    .sorted((a, b) ->
                            a.first().positionCode().compareTo(b.first().positionCode()))
                    .toList();
        }

        int size() {
            return bays * levels * slots;
        }

        String code(int index) {
            return new ShelfAddress(
                            first.block(),
                            first.carriage(),
                            first.face(),
                            index / (levels * slots) + 1,
                            index / slots % levels + 1,
                            index % slots + 1)
                    .positionCode();
        }
    }
}
