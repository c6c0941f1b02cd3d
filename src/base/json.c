#include "base/json.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"

enum { INDENT = 2 };

/* Length of the UTF-8 character at bytes, 0 when it is none (overlong forms and surrogates are none). */
static size_t character_length(const unsigned char *bytes)
{
    static const struct {
        unsigned char mask, lead;
        size_t length;
        unsigned long least;
    } forms[] = {{0x80, 0x00, 1, 0}, {0xE0, 0xC0, 2, 0x80}, {0xF0, 0xE0, 3, 0x800}, {0xF8, 0xF0, 4, 0x10000}};
    for (size_t form = 0; form < 4; form++) {
        if ((bytes[0] & forms[form].mask) != forms[form].lead)
            continue;
        unsigned long code = bytes[0] & (unsigned char)~forms[form].mask;
        for (size_t i = 1; i < forms[form].length; i++) {
            if ((bytes[i] & 0xC0) != 0x80)
                return 0;
            code = code << 6 | (bytes[i] & 0x3F);
        }
        bool valid = code >= forms[form].least && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
        return valid ? forms[form].length : 0;
    }
    return 0;
}

json_t *nw_json_string(const char *text)
{
    json_t *string = json_string(text);
    if (string != NULL)
        return string;
    nw_text repaired = {0};
    while (*text != '\0') {
        size_t length = character_length((const unsigned char *)text);
        if (length == 0)
            nw_text_add(&repaired, "\xEF\xBF\xBD");
        else
            nw_text_add_bytes(&repaired, text, length);
        text += length == 0 ? 1 : length;
    }
    string = json_string(nw_text_string(&repaired));
    nw_text_clear(&repaired);
    return string;
}

void nw_json_put(json_t *object, const char *key, json_t *value)
{
    json_object_set_new_nocheck(object, key, value);
}

void nw_json_put_text(json_t *object, const char *key, const char *text)
{
    nw_json_put(object, key, nw_json_string(text));
}

void nw_json_append(json_t *array, json_t *value)
{
    json_array_append_new(array, value);
}

/* Indents the lines that begin in text[start..] by margin, from the end, so that every byte moves once. */
static void indent_lines(nw_text *text, size_t start, size_t margin)
{
    size_t lines = 0;
    for (size_t i = start; i < text->length; i++)
        lines += text->data[i] == '\n';
    nw_text_reserve(text, lines * margin);
    size_t from = text->length;
    size_t to = text->length + lines * margin;
    text->length = to;
    text->data[to] = '\0';
    while (to > from) { /* the two meet above the first line break */
        char moved = text->data[--from];
        if (moved == '\n') {
            to -= margin;
            memset(text->data + to, ' ', margin);
        }
        text->data[--to] = moved;
    }
}

void nw_json_add(nw_text *text, const json_t *value, size_t depth)
{
    enum { FLAGS = JSON_INDENT(INDENT) | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY, FIRST_SIZE = 2048 };
    nw_text_reserve(text, FIRST_SIZE);
    size_t start = text->length;
    size_t room = text->capacity - start - 1;
    size_t length = json_dumpb(value, text->data + start, room, FLAGS);
    if (length > room) {
        nw_text_reserve(text, length);
        json_dumpb(value, text->data + start, length, FLAGS);
    }
    text->length += length;
    text->data[text->length] = '\0';
    /* Strings hold no raw line break, so every one of them begins a line of the layout. */
    if (depth > 0)
        indent_lines(text, start, depth * INDENT);
}

void nw_json_write(FILE *stream, json_t *value)
{
    nw_text text = {0};
    nw_json_add(&text, value, 0);
    nw_text_add_char(&text, '\n');
    fwrite(nw_text_string(&text), 1, text.length, stream);
    nw_text_clear(&text);
    json_decref(value);
}
