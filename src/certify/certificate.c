#include "certify/certificate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/output.h"
#include "net/composite_file.h"
#include "net/network_file.h"

enum { VERSION = 1 };

/* ---- symbols ---- */

static unsigned bits_of_symbol(int inputs)
{
    return inputs == 1 ? 1 : inputs <= 3 ? 2 : 3;
}

/* Packed, most significant bit first; the last byte filled with zeros. */
static unsigned char *pack(size_t *size, const nw_tree *tree, unsigned bits)
{
    *size = (tree->count * bits + 7) / 8;
    unsigned char *bytes = nw_alloc(*size + 1, 1);
    size_t place = 0;
    for (size_t i = 0; i < tree->count; i++)
        for (unsigned bit = bits; bit-- > 0; place++)
            if ((tree->symbols[i] >> bit & 1) != 0)
                bytes[place / 8] = (unsigned char)(bytes[place / 8] | 0x80u >> place % 8);
    return bytes;
}

/* RFC 4648, with padding. */
static char *base64(const unsigned char *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = nw_alloc(4 * ((size + 2) / 3) + 1, 1), *end = text;
    for (size_t i = 0; i < size; i += 3) {
        unsigned group = (unsigned)bytes[i] << 16;
        group |= i + 1 < size ? (unsigned)bytes[i + 1] << 8 : 0;
        group |= i + 2 < size ? (unsigned)bytes[i + 2] : 0;
        *end++ = digits[group >> 18 & 63];
        *end++ = digits[group >> 12 & 63];
        *end++ = i + 1 < size ? digits[group >> 6 & 63] : '=';
        *end++ = i + 2 < size ? digits[group & 63] : '=';
    }
    return text;
}

static json_t *tree_to_json(const nw_tree *tree, int inputs)
{
    json_t *object = json_object(), *cuts = json_array();
    for (int axis = 0; axis < inputs; axis++)
        nw_json_append(cuts, nw_json_doubles(tree->cuts[axis], tree->cut_count[axis]));
    size_t size;
    unsigned char *bytes = pack(&size, tree, bits_of_symbol(inputs));
    char *text = base64(bytes, size);
    nw_json_put(object, "cuts", cuts);
    nw_json_put(object, "boxes", json_integer((json_int_t)tree->count));
    nw_json_put_text(object, "symbols", text);
    free(text);
    free(bytes);
    return object;
}

/* ---- the document ---- */

static void put_checksum(json_t *document)
{
    char *text = json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII);
    if (text == NULL)
        nw_exhausted();
    uLong crc = crc32_z(crc32(0, NULL, 0), (const Bytef *)text, strlen(text));
    char *word = nw_format("crc32:%08lx", (unsigned long)crc);
    nw_json_put_text(document, "checksum", word);
    free(word);
    free(text);
}

static bool is_cube(const nw_enclosure *enclosure, size_t inputs)
{
    for (size_t i = 0; i < inputs; i++)
        if (enclosure->low[i] != -1 || enclosure->high[i] != 1)
            return false;
    return true;
}

/* `function` is the document of a network or composite, to stand under `key`. */
static json_t *certificate(const nw_enclosure *enclosure, const char *key, json_t *function, const nw_target *target,
                           json_t *provenance)
{
    json_t *document = json_object(), *claim = json_object(), *about = json_object();
    size_t inputs = (size_t)nw_target_inputs(target);
    nw_json_put(claim, "lower", nw_json_double(enclosure->lower));
    nw_json_put(claim, "upper", nw_json_double(enclosure->upper));
    nw_json_put(claim, "witness", nw_json_doubles(enclosure->witness, inputs));
    nw_json_put_text(about, "word", nw_target_word(target));
    nw_json_put(about, "definition", nw_target_to_json(target));

    nw_json_put_text(document, "format", "nwidth-certificate");
    nw_json_put(document, "version", json_integer(VERSION));
    nw_json_put(document, "claim", claim);
    if (!is_cube(enclosure, inputs)) {
        json_t *domain = json_object();
        nw_json_put(domain, "low", nw_json_doubles(enclosure->low, inputs));
        nw_json_put(domain, "high", nw_json_doubles(enclosure->high, inputs));
        nw_json_put(document, "domain", domain);
    }
    nw_json_put(document, key, function);
    nw_json_put(document, "target", about);
    nw_json_put(document, "tree", tree_to_json(&enclosure->tree, (int)inputs));
    if (provenance != NULL)
        nw_json_put(document, "provenance", provenance);
    put_checksum(document);
    return document;
}

json_t *nw_certificate_to_json(const nw_enclosure *enclosure, const nw_network *network, const nw_target *target,
                               json_t *provenance)
{
    return certificate(enclosure, "network", nw_network_to_json(network, NULL), target, provenance);
}

json_t *nw_certificate_of_composite(const nw_enclosure *enclosure, const nw_composite *composite,
                                    const nw_target *target, json_t *provenance)
{
    return certificate(enclosure, "composite", nw_composite_to_json(composite, NULL), target, provenance);
}

static nw_status write_document(json_t *document, const char *file, nw_error *error)
{
    nw_output output;
    nw_status status = nw_output_open(&output, file, error);
    if (status != NW_OK) {
        json_decref(document);
        return status;
    }
    nw_json_write(output.stream, document);
    return nw_output_finish(&output, error);
}

nw_status nw_certificate_write(const nw_enclosure *enclosure, const nw_network *network, const nw_target *target,
                               json_t *provenance, const char *file, nw_error *error)
{
    return write_document(nw_certificate_to_json(enclosure, network, target, provenance), file, error);
}

nw_status nw_certificate_write_composite(const nw_enclosure *enclosure, const nw_composite *composite,
                                         const nw_target *target, json_t *provenance, const char *file,
                                         nw_error *error)
{
    return write_document(nw_certificate_of_composite(enclosure, composite, target, provenance), file, error);
}
