package org.archivevault.simulator.watch;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** What a simulated camera shows: an aisle, and somebody in it. Drawn without letters, since a server may have no fonts. */
final class Picture {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int AISLE = 90;
    private static final int HEAD = 22;
    /** Each picture differs a little from the one before, as real ones do. */
    private static final int PLACES = 40;

    static {
        // No scratch files.
        ImageIO.setUseCache(false);
    }

    private Picture() {}

    /** A JPEG of some kilobytes. */
    static byte[] ofPerson(int number) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(0x5f6b73));
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setColor(new Color(0xc9ced1));
        pen.fillRect((WIDTH - AISLE) / 2, 0, AISLE, HEIGHT);
        int x = (WIDTH - HEAD) / 2 + number % PLACES - PLACES / 2;
        pen.setColor(new Color(0x2b4a6f));
        pen.fillRect(x - HEAD / 2, HEIGHT / 2, HEAD * 2, HEIGHT / 2);
        pen.setColor(new Color(0xd9a98a));
        pen.fillOval(x, HEIGHT / 2 - HEAD, HEAD, HEAD);
        pen.dispose();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", jpeg);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not refuse bytes", e);
        }
        return jpeg.toByteArray();
    }
}
