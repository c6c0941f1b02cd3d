/* Checksums and base64. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "verify/statement.h"

bool nw_checksum_fits(json_t *document, bool *missing)
{
    json_t *checksum = json_object_get(document, "checksum");
    const char *given = json_string_value(checksum);
    *missing = checksum == NULL;
    if (given == NULL)
        return false;
    json_t *copy = json_copy(document);
    if (copy == NULL || json_object_del(copy, "checksum") != 0)
        nw_exhausted();
    char *text = json_dumps(copy, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII);
    if (text == NULL)
        nw_exhausted();
    /* crc32 in pieces, as its length is an unsigned int. */
    unsigned long sum = crc32(0, NULL, 0);
    size_t length = strlen(text);
    for (size_t done = 0; done < length;) {
        size_t piece = length - done < (1u << 30) ? length - done : (1u << 30);
        sum = crc32(sum, (const Bytef *)text + done, (unsigned)piece);
        done += piece;
    }
    char expected[32];
    snprintf(expected, sizeof expected, "crc32:%08lx", sum);
    free(text);
    json_decref(copy);
    return strcmp(expected, given) == 0;
}

static int digit_value(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

bool nw_base64_decode(unsigned char **bytes, size_t *count, const char *text)
{
    size_t length = strlen(text), padding = 0;
    while (padding < 2 && padding < length && text[length - 1 - padding] == '=')
        padding++;
    *bytes = NULL;
    *count = 0;
    if (length % 4 != 0)
        return false;
    *count = length / 4 * 3 - padding;
    *bytes = nw_alloc(*count + 1, 1);
    unsigned held = 0;
    int bits = 0;
    size_t made = 0;
    for (size_t i = 0; i < length - padding; i++) {
        int value = digit_value(text[i]);
        if (value < 0)
            return false;
        held = (held << 6 | (unsigned)value) & 0xFFFF;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            (*bytes)[made++] = (unsigned char)(held >> bits & 0xFF);
        }
    }
    /* Bits left over in the last digit must be zero: then one text stands for one sequence of bytes. */
    return made == *count && (held & ((1u << bits) - 1)) == 0;
}
