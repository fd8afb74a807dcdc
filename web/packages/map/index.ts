/** Map parts shared by desktop, phone and big screen. */
export {}
