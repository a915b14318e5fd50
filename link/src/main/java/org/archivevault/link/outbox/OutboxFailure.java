package org.archivevault.link.outbox;

import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/** The outbox cannot keep what happened. Nothing may move without a record, so the caller refuses. */
public final class OutboxFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** No room on the disk, or the file has reached its limit. */
        FULL(
                "事件日志已满或磁盘空间不足：{}。请清理磁盘或恢复与服务器的连接。",
                "The event log is full or the disk has no room: {}. Free some space or restore the link to the server."),
        /** The disk or the file does not accept writes. */
        READ_ONLY("事件日志只读：{}。请检查文件权限和磁盘。", "The event log cannot be written: {}. Check permissions and the disk."),
        /** Another process has it open. */
        IN_USE(
                "事件日志正被另一个进程使用：{}。同一台机器上只能运行一个边缘代理。",
                "Another process uses the event log: {}. Only one edge agent may run on it."),
        /** The file is not an outbox, is of a newer version, or is damaged. */
        UNREADABLE(
                "事件日志无法读取：{}。请勿删除，先备份该文件再联系维护人员。",
                "The event log cannot be read: {}. Do not delete it; copy it and call maintenance."),
        /** The disk does not keep up, or the event is too large. */
        OVERLOADED("事件产生过快或过大，磁盘来不及写入：{}。", "Events come faster or larger than the disk takes them: {}."),
        /** It has been closed. */
        CLOSED("事件日志已关闭：{}。", "The event log is closed: {}."),
        /** The disk reports an error. */
        DISK("写事件日志时磁盘出错：{}。请检查磁盘。", "The disk failed under the event log: {}. Check the disk.");

        private final Bilingual sentence;

        Kind(String zh, String en) {
            this.sentence = new Bilingual(zh, en);
        }
    }

    private final Kind kind;
    private final transient Bilingual sentence;

    OutboxFailure(Kind kind, String detail, @Nullable Throwable cause) {
        super(kind.sentence.with(detail).en(), cause);
        this.kind = kind;
        this.sentence = kind.sentence.with(detail);
    }

    /**
     * Why.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * For a person.
     *
     * @return both languages
     */
    public Bilingual sentence() {
        return sentence;
    }
}
