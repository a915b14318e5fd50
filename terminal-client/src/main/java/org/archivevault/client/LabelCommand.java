package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "label",
        description = {
            "打印档案包标签：ZPL 发往标签打印机（同时写入标签芯片），或生成 PDF。",
            "The label of a pack: ZPL for a label printer (which writes the tag too), or a PDF."
        })
final class LabelCommand extends ClientCommand {
    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "PACK", description = "档案包号 / pack number")
    @Nullable
    String pack;

    @ArgGroup
    @Nullable
    Format format;

    @Option(names = "--give", description = "缺少条码或 EPC 时先分配 / first give the pack the bar code and EPC that it lacks")
    boolean give;

    /** One of two. */
    static final class Format {
        @Option(names = "--zpl", description = "输出 ZPL（默认）/ write ZPL to the output (default): … | nc PRINTER 9100")
        boolean zpl;

        @Option(names = "--pdf", paramLabel = "FILE", description = "写入 PDF 文件 / write a PDF to this file")
        @Nullable
        Path pdf;
    }

    @Override
    public Integer call() throws IOException {
        Api api = api();
        String path = "/packs/" + segment(given(pack));
        if (give) {
            JsonNode marks = api.post(path + "/epc", null);
            if (!marks.path("given").isEmpty()) {
                // The output is the label's alone.
                beside("已分配 / given: 条码 / bar code " + marks.path("barcode").asText() + "  EPC "
                        + marks.path("epc").asText("-"));
            }
        }
        Path file = format == null ? null : format.pdf;
        try (InputStream label = api.stream(path + "/label?format=" + (file == null ? "zpl" : "pdf"))) {
            if (file == null) {
                screen().say(new String(label.readAllBytes(), StandardCharsets.US_ASCII).stripTrailing());
            } else {
                save(label, file);
            }
        }
        return 0;
    }

    private void save(InputStream label, Path file) {
        try {
            Files.copy(label, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ClientFailure(2, "", new Bilingual("文件 {} 无法写入", "the file {} cannot be written").with(file));
        }
        screen().say("已写入 / written: " + file);
    }

    private void beside(String line) {
        if (spec != null) {
            spec.commandLine().getErr().println(line);
        }
    }
}
