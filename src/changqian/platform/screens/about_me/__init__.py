"""关于我的信息: what is kept about whoever signed in. (个人信息保护法 第四十五条, GB/T 35273-2020 8.1)"""
