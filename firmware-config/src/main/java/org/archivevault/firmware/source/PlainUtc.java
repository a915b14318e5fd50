package org.archivevault.firmware.source;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * An ISO time in the form in which nearly every source writes it: {@code 2026-11-22T01:00:00Z}, with or without a fraction.
 * Java's own formatter costs a small edge more than everything else that is done with a message; it is left to the other
 * forms.
 */
final class PlainUtc {
    /** Digits where {@code 0} stands. */
    private static final String SECONDS = "0000-00-00T00:00:00";

    private static final int MOST_DECIMALS = 9;

    private PlainUtc() {}

    /** The time; null when it is not in this form, which does not say that it is wrong. */
    static @Nullable Instant parse(String text) {
        int last = text.length() - 1;
        int point = SECONDS.length();
        if (last < point || text.charAt(last) != 'Z' || !looksLikeATime(text)) {
            return null;
        }
        int nanos = last == point ? 0 : nanos(text, point, last);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (nanos < 0 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        int year = number(text, 0, 4);
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            return null;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second, nanos);
    }

    private static boolean looksLikeATime(String text) {
        for (int i = 0; i < SECONDS.length(); i++) {
            char due = SECONDS.charAt(i);
            if (due == '0' ? !isDigit(text.charAt(i)) : text.charAt(i) != due) {
                return false;
            }
        }
        return true;
    }

    /** From the point to the end; negative when it is no fraction. */
    private static int nanos(String text, int point, int end) {
        int digits = end - point - 1;
        if (text.charAt(point) != '.' || digits < 1 || digits > MOST_DECIMALS) {
            return -1;
        }
        int nanos = 0;
        for (int i = 0; i < MOST_DECIMALS; i++) {
            char c = i < digits ? text.charAt(point + 1 + i) : '0';
            if (!isDigit(c)) {
                return -1;
            }
            nanos = nanos * 10 + (c - '0');
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
