package org.archivevault.server.importing;

import java.util.Locale;
import org.archivevault.protocol.Bilingual;

/** Every reason for which a line is not taken in, with its sentence. */
enum LineFault {
    /** Some byte is no character. */
    NOT_TEXT("这一行含有不属于 {} 的字节", "the line has bytes that are not {}"),
    /** A character was lost before the file came to us. */
    DAMAGED_TEXT(
            "“{}”含有替换字符，文件在之前的转换中已损坏",
            "\"{}\" has a replacement character: the file was damaged by an earlier conversion"),
    /** A quote is opened and not closed, or something stands behind the closing one. */
    BAD_QUOTES(
            "引号没有闭合、闭合引号后还有字符，或这一行过长",
            "a quote is never closed, something follows a closing quote, or the line is too long"),
    /** More or fewer fields than headers. */
    FIELD_COUNT("有 {} 个字段，表头有 {} 列", "{} fields, but the header has {} columns"),
    /** A required field is empty. */
    EMPTY_FIELD("“{}”为空", "\"{}\" is empty"),
    /** A field has a form that it must not have. */
    BAD_FIELD("“{}”的值“{}”不合规定：应为 {}", "\"{}\" is \"{}\", which is not {}"),
    /** The order is known with another value. */
    ORDER_DIFFERS("工单 {} 的“{}”已登记为“{}”", "order {}: \"{}\" is already registered as \"{}\""),
    /** The pack is known with another value. */
    PACK_DIFFERS("档案包 {} 的“{}”已登记为“{}”", "pack {}: \"{}\" is already registered as \"{}\""),
    /** The pack lies elsewhere. */
    PACK_ELSEWHERE("档案包 {} 已在储位 {}", "pack {} is already at {}"),
    /** The pack is out or missing, so a line of a file cannot put it on a shelf. */
    PACK_NOT_IN("档案包 {} 当前状态为“{}”，不能由导入上架", "pack {} is now {}, so an import cannot place it"),
    /** The mark belongs to another pack. */
    MARK_TAKEN("“{}”{} 属于档案包 {}", "\"{}\" {} belongs to pack {}"),
    /** The slot holds another pack. */
    SLOT_TAKEN("储位 {} 已被档案包 {} 占用", "slot {} holds pack {}"),
    /** No such slot in the site plan. */
    SLOT_UNKNOWN("储位 {} 不在库房平面图中", "slot {} is not in the site plan"),
    /** The title of a document differs between lines. */
    TITLE_DIFFERS("文件 {} 的题名已登记为“{}”", "document {}: the title is already registered as \"{}\""),
    /** The page is registered already. */
    PAGE_TWICE("档案包 {} 文件 {} 的第 {} 页已登记", "pack {}, document {}: page {} is already registered");

    private final Bilingual sentence;

    LineFault(String zh, String en) {
        this.sentence = new Bilingual(zh, en);
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Found found(Object... values) {
        return new Found(this, sentence.with(values));
    }

    /**
     * A fault with its values filled in.
     *
     * @param fault which
     * @param reason the sentence
     */
    record Found(LineFault fault, Bilingual reason) {
        Rejection on(long lineNo, String text) {
            return new Rejection(lineNo, fault.code(), reason, text);
        }
    }
}
