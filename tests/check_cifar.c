/* The binary files of CIFAR-10: what is read, and what is refused with which words. */
#include "data/cifar.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "check_folder.h"

enum { PIXELS = 3 * 32 * 32, RECORD = 1 + PIXELS, BATCH = 2, TEST = 3 };

static const char *const names[] = {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                                    "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"};

static uint8_t pixel_of(size_t image, size_t place)
{
    return (uint8_t)(image * 37 + place * place / 5 + place / 11);
}

static uint8_t label_of(size_t image)
{
    return (uint8_t)((image * 3 + 1) % 10);
}

/* Records `first` .. first + count - 1 of an endless list, cut or filled up to `length` bytes. */
static void write_records(const char *folder, const char *name, size_t first, size_t count, size_t length)
{
    uint8_t *bytes = nw_alloc(count * RECORD + length, 1), *to = bytes;
    for (size_t i = first; i < first + count; i++) {
        *to++ = label_of(i);
        for (size_t j = 0; j < PIXELS; j++)
            *to++ = pixel_of(i, j);
    }
    char *path = nw_format("%s%s", folder, name);
    ct_write(path, bytes, length);
    free(path);
    free(bytes);
}

static void write_all(const char *folder)
{
    for (size_t batch = 0; batch < 5; batch++)
        write_records(folder, names[batch], batch * BATCH, BATCH, BATCH * RECORD);
    write_records(folder, names[5], 5 * BATCH, TEST, TEST * RECORD);
}

static void make(void)
{
    ct_folder_make();
    write_all("");
}

/* ---- what is read ---- */

static nw_status load(nw_images *train, nw_images *test, size_t most, size_t most_test, nw_error *error)
{
    return nw_images_load(train, test, ct_folder(), NW_IMAGES_COLOUR, most, most_test, error);
}

static void are(const nw_images *images, size_t first, size_t count)
{
    size_t wrong = 0;
    ck_assert_uint_eq(images->count, count);
    ck_assert_uint_eq(images->channels, 3);
    ck_assert_uint_eq(images->height, 32);
    ck_assert_uint_eq(images->width, 32);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(images->labels[i], label_of(first + i));
        for (size_t j = 0; j < PIXELS; j++)
            wrong += images->pixels[i * PIXELS + j] != pixel_of(first + i, j);
    }
    ck_assert_uint_eq(wrong, 0);
}

START_TEST(the_first_images)
{
    nw_images train, test;
    nw_error error;
    for (size_t most = 0; most <= 5 * BATCH + 1; most++) {
        ck_assert_msg(load(&train, &test, most, most, &error) == NW_OK, "%s", error.message);
        are(&train, 0, most == 0 || most > 5 * BATCH ? 5 * BATCH : most);
        are(&test, 5 * BATCH, most == 0 || most > TEST ? TEST : most);
        ck_assert_uint_eq(strspn(train.mark, "0123456789abcdef"), 16);
        ck_assert_str_ne(train.mark, test.mark);
        nw_images_clear(&train);
        nw_images_clear(&test);
    }
}
END_TEST

START_TEST(a_subfolder)
{
    nw_images here, test, below;
    ck_assert_int_eq(load(&here, &test, 0, 0, NULL), NW_OK);
    nw_images_clear(&test);
    for (int i = 0; i < 6; i++)
        ct_remove(names[i]);
    ct_make_subfolder("cifar-10-batches-bin");
    write_all("cifar-10-batches-bin/");
    ck_assert_int_eq(load(&below, &test, 0, 0, NULL), NW_OK);
    are(&below, 0, 5 * BATCH);
    ck_assert_str_eq(here.mark, below.mark);
    nw_images_clear(&here);
    nw_images_clear(&below);
    nw_images_clear(&test);
}
END_TEST

/* ---- what is refused ---- */

static void refused(const char *name, const char *expected, const char *found)
{
    nw_images train, test;
    nw_error error = {.message = ""};
    for (size_t most = 0; most < 2; most++) {
        ck_assert_int_eq(load(&train, &test, most, most, &error), NW_BAD_INPUT);
        ck_assert_msg(strstr(error.message, name) != NULL, "\"%s\" does not name %s", error.message, name);
        ck_assert_msg(strstr(error.message, expected) != NULL, "\"%s\" lacks \"%s\"", error.message, expected);
        ck_assert_msg(strstr(error.message, found) != NULL, "\"%s\" lacks \"%s\"", error.message, found);
        ck_assert(train.count == 0 && train.pixels == NULL && train.mark == NULL);
        ck_assert(test.count == 0 && test.labels == NULL && test.source == NULL);
    }
}

/* Each file in turn, also those of which no image is kept. */
START_TEST(lengths)
{
    for (size_t i = 0; i < 6; i++) {
        size_t first = i * BATCH, count = i < 5 ? BATCH : TEST;
        write_records("", names[i], first, count, 0);
        refused(names[i], "is empty", "expected records of 3073 bytes");
        write_records("", names[i], first, count, count * RECORD - 1);
        refused(names[i], "expected a whole number of records of 3073 bytes", "3072 more than a multiple");
        write_records("", names[i], first, count, count * RECORD + 1);
        refused(names[i], "expected a whole number of records of 3073 bytes", "1 more than a multiple");
        ct_remove(names[i]);
        refused(names[i], "cannot open", "No such file");
        ct_make_subfolder(names[i]);
        refused(names[i], "is a folder", "expected a file");
        ct_remove(names[i]);
        write_all("");
    }
}
END_TEST

START_TEST(labels)
{
    size_t length;
    uint8_t *bytes = ct_read(&length, names[0]);
    bytes[0] = 11;
    ct_write(names[0], bytes, length);
    refused(names[0], "expected labels 0 to 9", "found 11 for image 0");
    free(bytes);
}
END_TEST

START_TEST(compressed)
{
    size_t length;
    uint8_t *bytes = ct_read(&length, names[1]);
    ct_write_gzip(names[1], bytes, length);
    refused(names[1], "is gzip-compressed", "decompress it first");
    free(bytes);
}
END_TEST

START_TEST(other_kinds)
{
    nw_images train, test;
    nw_error error;
    ck_assert_int_eq(nw_images_load(&train, &test, ct_folder(), NW_IMAGES_GREY, 0, 0, &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "expected grey images"));
    ck_assert_ptr_nonnull(strstr(error.message, "found CIFAR-10"));
    for (int i = 0; i < 6; i++)
        ct_remove(names[i]);
    refused(ct_folder(), "expected data_batch_1.bin", "found none");
    ct_make_subfolder("cifar-10-batches-py");
    refused(ct_folder(), "expected data_batch_1.bin", "version for Python");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cifar");
    TCase *tests = ct_case(suite, "cifar");
    tcase_add_checked_fixture(tests, make, ct_folder_drop);
    tcase_add_test(tests, the_first_images);
    tcase_add_test(tests, a_subfolder);
    tcase_add_test(tests, lengths);
    tcase_add_test(tests, labels);
    tcase_add_test(tests, compressed);
    tcase_add_test(tests, other_kinds);
    return ct_main(suite);
}
