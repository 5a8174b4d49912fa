package dev.slipway.notify.slack;

/** Plain text for Slack, in which three characters have a meaning of their own. */
final class SlackText {
    private SlackText() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
